namespace Sessions.Storage;

/// <summary>A session to be made, that begins with the turns and the state of another.</summary>
public sealed record SessionFork
{
    /// <summary>The session to begin with.</summary>
    public required SessionKey Source { get; init; }

    /// <summary>The last of its turns that the fork has, of its present; 0 for none, <see langword="null"/> for all.</summary>
    public long? ThroughTurn { get; init; }

    /// <summary>The session to be made, of the same tenant.</summary>
    public required SessionKey Key { get; init; }

    /// <summary>The id of the agent that it belongs to.</summary>
    public required string AgentId { get; init; }

    /// <summary>When it is made, in UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it expires, in UTC; <see langword="null"/> for never, whenever the other session does.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
