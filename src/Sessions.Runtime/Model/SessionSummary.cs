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
}
