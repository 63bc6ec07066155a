namespace Sessions.Storage;

/// <summary>A finished step of a turn with a key that is under way.</summary>
public sealed record StoredStep
{
    /// <summary>Its place among the steps of the turn's key: 1, 2, 3 and so on.</summary>
    public required int Ordinal { get; init; }

    /// <summary>The step, as UTF-8 JSON: what was answered or done, and the state that it changed.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>From when on the step is not needed, in UTC. The steps of a key are there until all of them have expired, and then none is.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>
    /// When the session was created whose turn it is, as the store has it; <see langword="null"/> for one that is new to the store.
    /// A step of a session that is gone, or that has the key of one that is gone, is not kept.
    /// </summary>
    public DateTimeOffset? SessionCreatedAt { get; init; }
}

/// <summary>What became of a step.</summary>
public enum StepOutcome
{
    /// <summary>It is kept.</summary>
    Appended = 0,

    /// <summary>It is not kept: another step of the key has its ordinal.</summary>
    OrdinalTaken = 1,

    /// <summary>It is not kept: the session that it is of is gone.</summary>
    SessionGone = 2,
}
