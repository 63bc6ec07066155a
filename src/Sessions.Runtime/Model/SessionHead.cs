namespace Sessions.Storage;

/// <summary>Where a session stands.</summary>
public sealed record SessionHead
{
    // Half the size of what is given: each commit makes a new head.
    private readonly DateTime _createdAt;
    private readonly DateTime _updatedAt;
    private readonly int _turnCount;

    /// <summary>The session.</summary>
    public required SessionKey Key { get; init; }

    /// <summary>The id of the agent that the session belongs to.</summary>
    public required string AgentId { get; init; }

    /// <summary>Who keeps the session's history.</summary>
    public HistoryOwner HistoryOwner { get; init; }

    /// <summary>The service's id of the conversation, when the service keeps the history.</summary>
    public string? ServiceSessionId { get; init; }

    /// <summary>The turn whose messages and state are the session's present; 0 before the first.</summary>
    public long CurrentTurn { get; init; }

    /// <summary>The highest turn number in the session; 0 before the first. The next turn has the number after it.</summary>
    public long LastTurn { get; init; }

    /// <summary>How many turns the session's present has: those that a rewind or an edit has left behind do not count.</summary>
    public long TurnCount
    {
        get => _turnCount;
        init => _turnCount = checked((int)value);
    }

    /// <summary>How many commits the session has had. Every commit raises it by one.</summary>
    public required long Revision { get; init; }

    /// <summary>When the session was created, in UTC.</summary>
    public required DateTimeOffset CreatedAt
    {
        get => new(_createdAt);
        init => _createdAt = value.UtcDateTime;
    }

    /// <summary>When the session was last committed, in UTC.</summary>
    public required DateTimeOffset UpdatedAt
    {
        get => new(_updatedAt);
        init => _updatedAt = value.UtcDateTime;
    }

    /// <summary>The head of a session that has had no commit.</summary>
    internal static SessionHead New(SessionKey key, string agentId, DateTimeOffset createdAt)
    {
        ArgumentException.ThrowIfNullOrEmpty(agentId);
        _ = key.Id;
        return new SessionHead { Key = key, AgentId = agentId, Revision = 0, CreatedAt = createdAt, UpdatedAt = createdAt };
    }

    /// <summary>The head after a commit that writes no turn.</summary>
    internal SessionHead Next(DateTimeOffset now) => this with { Revision = Revision + 1, UpdatedAt = now };

    /// <summary>The head after a commit that writes a turn.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="depth">How many turns there are through it.</param>
    /// <param name="historyOwner">Who keeps the history.</param>
    /// <param name="serviceSessionId">The service's id of the conversation.</param>
    internal SessionHead Following(TurnRecord turn, long depth, HistoryOwner historyOwner, string? serviceSessionId) => this with
    {
        HistoryOwner = historyOwner,
        ServiceSessionId = serviceSessionId,
        CurrentTurn = turn.Number,
        LastTurn = turn.Number,
        TurnCount = depth,
        Revision = Revision + 1,
        UpdatedAt = turn.CompletedAt,
    };
}
