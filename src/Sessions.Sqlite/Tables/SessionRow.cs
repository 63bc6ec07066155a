using Sessions.Storage;

namespace Sessions;

/// <summary>A session's row.</summary>
internal sealed class SessionRow
{
    /// <summary>Where its own turns lie.</summary>
    public required long Segment { get; init; }

    public required SessionHead Head { get; init; }

    public SessionDetails? Details { get; init; }

    public (long Turn, long Depth) Link { get; init; }

    /// <summary>The state as of the head's current turn.</summary>
    public ReadOnlyMemory<byte> StateJson { get; init; }

    public bool IsExpired(DateTimeOffset now) => Details?.ExpiresAt <= now;

    /// <summary>The slots as of the head's current turn. Large values are not in them.</summary>
    public StateSlots Slots()
    {
        var slots = DamagedRow.Explain(() => StateSlots.Read(StateJson.Span), "sessions", $"session '{Head.Key}'");
        slots.Link = Link;
        return slots;
    }

    public bool HasSameOwnership(SessionHead head) =>
        string.Equals(Head.AgentId, head.AgentId, StringComparison.Ordinal) && Head.HistoryOwner == head.HistoryOwner
        && string.Equals(Head.ServiceSessionId, head.ServiceSessionId, StringComparison.Ordinal);
}
