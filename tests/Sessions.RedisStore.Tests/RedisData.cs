using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sessions.Storage;
using StackExchange.Redis;

namespace Sessions.RedisStore;

/// <summary>The records of the contract as Redis has them: JSON as it was given, and what scripts look at as fields of its own.</summary>
internal static class RedisData
{
    private const int TimeLength = 19;

    /// <summary>A tenant as the first part of a name, which its first '/' ends.</summary>
    public static string Escaped(string tenant) => tenant.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal);

    /// <summary>A time as digits, as many for each, which sort as the times do.</summary>
    public static string Time(DateTimeOffset? time) => time?.UtcTicks.ToString("D19", CultureInfo.InvariantCulture) ?? "";

    private static DateTimeOffset ToTime(string time) => new(long.Parse(time, CultureInfo.InvariantCulture), TimeSpan.Zero);

    public static string MemberOf(SessionCursor cursor) => cursor.Order == SessionOrder.Id ? cursor.Id : Time(cursor.UpdatedAt) + cursor.Id;

    public static IEnumerable<RedisResult> Items(RedisResult list) => Enumerable.Range(0, list.Length).Select(index => list[index]);

    /// <summary>State values as scripts have them: the version, ':' and the JSON, which an emptied slot does not have.</summary>
    public static RedisValue[] ToFields(IReadOnlyList<StateValue> state) =>
        [state.Count, .. state.SelectMany(value => new RedisValue[] { value.Key, (byte[])[.. Encoding.UTF8.GetBytes($"{value.Version}:"), .. (value.Json ?? default).Span] })];

    public static List<StateValue> ToState(RedisResult state) =>
        [.. Items(state).Chunk(2).Select(pair => ToStateValue((string)pair[0]!, (byte[])pair[1]!)).OrderBy(value => value.Key, StringComparer.Ordinal)];

    private static StateValue ToStateValue(string slot, byte[] value)
    {
        var colon = value.AsSpan().IndexOf((byte)':');
        var version = int.Parse(value.AsSpan(..colon), CultureInfo.InvariantCulture);
        return new StateValue(slot, version, value.Length == colon + 1 ? default(ReadOnlyMemory<byte>?) : value.AsMemory(colon + 1));
    }

    public static RedisValue[] ToFields(SessionDetails? details) =>
        details is null ? [0] : ToFields(details, SessionDetailsFields.Title | SessionDetailsFields.Owner | SessionDetailsFields.Metadata);

    public static RedisValue[] ToFields(SessionDetails details, SessionDetailsFields fields)
    {
        List<RedisValue> values = [];
        Add(SessionDetailsFields.Title, "title", JsonSerializer.Serialize(details.Title));
        Add(SessionDetailsFields.Owner, "owner", JsonSerializer.Serialize(details.Owner));
        Add(SessionDetailsFields.Metadata, "metadata", JsonSerializer.Serialize(details.Metadata));
        return [values.Count / 2, .. values];

        void Add(SessionDetailsFields field, string name, string json) => values.AddRange(fields.HasFlag(field) ? [name, json] : []);
    }

    public static StoredSession ToSession(RedisResult session) => new(ToHead(session), ToState(session[12])) { Details = ToDetails(session) };

    private static SessionHead ToHead(RedisResult session) => JsonSerializer.Deserialize<SessionHead>((string)session[0]!)! with
    {
        Revision = (long)session[1],
        CurrentTurn = (long)session[2],
        TurnCount = (long)session[3],
        UpdatedAt = ToTime((string)session[4]!),
    };

    private static SessionDetails? ToDetails(RedisResult session)
    {
        var details = new SessionDetails
        {
            Title = Field<string>(session[5]),
            Owner = Field<string>(session[6]),
            Metadata = Field<ImmutableDictionary<string, string>>(session[7]) ?? ImmutableDictionary<string, string>.Empty,
            ExpiresAt = session[8].IsNull ? null : ToTime((string)session[8]!),
        };
        return details == new SessionDetails() ? null : details;

        static T? Field<T>(RedisResult json) => json.IsNull ? default : JsonSerializer.Deserialize<T>((string)json!);
    }

    public static SessionSummary ToSummary(SessionOrder order, RedisResult session)
    {
        var head = ToHead(session);
        return SessionSummary.Of(new StoredSession(head, []) { Details = ToDetails(session) }) with
        {
            Usage = new TokenUsage((long)session[9], (long)session[10], (long)session[11]),
            Cursor = new SessionCursor(order, head.UpdatedAt, head.Key.Id).ToString(),
        };
    }

    public static CommitResult ToConflict(RedisResult winner) => CommitResult.Conflict(winner.IsNull ? null : ToHead(winner));

    public static TurnPage ToPage(RedisResult page) => new([.. Items(page[1]).Select(ToTurn)], HasMore: (bool)page[0]);

    public static StoredTurn ToTurn(RedisResult turn) =>
        JsonSerializer.Deserialize<StoredTurn>((string)turn[0]!)! with { Record = (byte[])turn[1]!, Messages = (byte[])turn[2]!, State = ToState(turn[3]) };

    public static List<StoredStep> ToSteps(RedisResult steps) =>
        [.. Items(steps).Chunk(2).Select(pair => ToStep((int)pair[0], (byte[])pair[1]!)).OrderBy(step => step.Ordinal)];

    // created;expires;json
    private static StoredStep ToStep(int ordinal, byte[] stored)
    {
        var expires = Array.IndexOf(stored, (byte)';') + 1;
        var json = expires + TimeLength + 1;
        return new() { Ordinal = ordinal, ExpiresAt = ToTime(Encoding.ASCII.GetString(stored.AsSpan(expires, TimeLength))), Json = stored.AsMemory(json) };
    }
}
