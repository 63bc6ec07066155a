using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>A turn as a picture has it.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Messages">What was kept of it, as <see cref="MessageText"/>.</param>
public sealed record TurnPicture(string Status, IReadOnlyList<string> Messages)
{
    public override string ToString() => $"[{Status}] {string.Join(" | ", Messages)}";
}

/// <summary>What a session is, as far as it can be told from outside: ids and times left out.</summary>
public sealed record SessionPicture
{
    public required string AgentId { get; init; }

    public required string HistoryOwner { get; init; }

    public required string? ServiceSessionId { get; init; }

    public required long Revision { get; init; }

    /// <summary>All turns of the log, in order.</summary>
    public required IReadOnlyList<TurnPicture> Turns { get; init; }

    /// <summary>State by key, as JSON.</summary>
    public required IReadOnlyDictionary<string, string> State { get; init; }

    /// <summary>The messages of all turns.</summary>
    public IEnumerable<string> History => Turns.SelectMany(turn => turn.Messages);

    public static async Task<SessionPicture> TakeAsync(AIAgent agent, AgentSession session)
    {
        var document = await agent.SerializeSessionAsync(session);
        return new SessionPicture
        {
            AgentId = document.GetProperty("agentId").GetString()!,
            HistoryOwner = document.GetProperty("historyOwner").GetString()!,
            ServiceSessionId = document.TryGetProperty("serviceSessionId", out var id) ? id.GetString() : null,
            Revision = document.GetProperty("revision").GetInt64(),
            Turns = [.. document.GetProperty("turns").EnumerateArray().Select(ReadTurn)],
            State = document.GetProperty("state").EnumerateObject().ToDictionary(slot => slot.Name, slot => slot.Value.GetProperty("value").GetRawText(), StringComparer.Ordinal),
        };
    }

    public override string ToString() =>
        $"{AgentId} {HistoryOwner} {ServiceSessionId} r{Revision} {{{string.Join(", ", State.OrderBy(slot => slot.Key, StringComparer.Ordinal).Select(slot => slot.Key + "=" + slot.Value))}}}{string.Concat(Turns.Select(turn => "\n    " + turn))}";

    private static TurnPicture ReadTurn(JsonElement turn) => new(
        turn.TryGetProperty("status", out var status) ? status.GetString()! : "completed",
        [.. turn.GetProperty("messages").EnumerateArray().Select(message => MessageText.Of(message.Deserialize<ChatMessage>(AIJsonUtilities.DefaultOptions)))]);
}
