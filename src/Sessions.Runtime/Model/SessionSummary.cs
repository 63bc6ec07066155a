using Sessions.Storage;

namespace Sessions;

/// <summary>A session as a list shows it.</summary>
public sealed record SessionSummary
{
    /// <summary>The session.</summary>
    public required SessionKey Key { get; init; }

    /// <summary>The id of the agent that the session belongs to.</summary>
    public required string AgentId { get; init; }

    /// <summary>How many turns the session's present has: those that a rewind or an edit has left behind do not count.</summary>
    public required long TurnCount { get; init; }

    /// <summary>When the session was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the session was last committed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The session's details; empty where it has none.</summary>
    public SessionDetails Details { get; init; } = SessionDetails.None;

    /// <summary>The tokens that the session's turns have used, those that were left behind too.</summary>
    public TokenUsage Usage { get; init; }

    /// <summary>
    /// Where the list goes on after this session: <see cref="SessionQuery.Cursor"/> of the same query. Opaque; it names a place in the
    /// order, so it holds while sessions come and go.
    /// </summary>
    public string? Cursor { get; init; }

    /// <summary>What a list shows of a session that a store has, for stores: without its <see cref="Usage"/> and <see cref="Cursor"/>.</summary>
    /// <param name="session">The session. Its state is not asked for.</param>
    public static SessionSummary Of(StoredSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return new()
        {
            Key = session.Head.Key,
            AgentId = session.Head.AgentId,
            TurnCount = session.Head.TurnCount,
            CreatedAt = session.Head.CreatedAt,
            UpdatedAt = session.Head.UpdatedAt,
            Details = session.Details ?? SessionDetails.None,
        };
    }
}
