using System.Text.Json.Nodes;

namespace Sessions.Testing.Tests;

/// <summary>Keeps of a turn's record what it knows.</summary>
internal sealed class DropsUnknownFields(SessionStore inner) : DelegatingSessionStore(inner)
{
    private static readonly string[] Known = ["id", "number", "usage"];

    public override ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default) =>
        base.CommitAsync(commit.With(turns: [.. commit.Turns.Select(turn => turn with { Record = KnownOf(turn.Record) })]), cancellationToken);

    private static byte[] KnownOf(ReadOnlyMemory<byte> record)
    {
        var known = new JsonObject();
        using var parsed = System.Text.Json.JsonDocument.Parse(record);
        foreach (var field in parsed.RootElement.EnumerateObject().Where(field => Known.Contains(field.Name)))
        {
            known[field.Name] = JsonNode.Parse(field.Value.GetRawText());
        }

        return System.Text.Encoding.UTF8.GetBytes(known.ToJsonString());
    }
}
