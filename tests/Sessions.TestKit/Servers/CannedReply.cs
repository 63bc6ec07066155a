namespace Sessions.TestKit;

/// <summary>What a model server answers to one request.</summary>
public sealed record CannedReply(int Status, string ContentType, string Body)
{
    public static CannedReply Json(string body, int status = 200) => new(status, "application/json", body);

    public static CannedReply Events(string body) => new(200, "text/event-stream", body);

    public static CannedReply JsonLines(string body) => new(200, "application/x-ndjson", body);
}
