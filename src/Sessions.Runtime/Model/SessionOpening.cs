namespace Sessions.Storage;

/// <summary>What a caller wants to know of a session, in one read: all of it is of one moment.</summary>
public sealed record SessionOpening
{
    /// <summary>Asks for the session's head, state and details alone.</summary>
    public static SessionOpening Head { get; } = new();

    /// <summary>The revision that the caller knows: head, state and turns of it need not be read again.</summary>
    public long? KnownRevision { get; init; }

    /// <summary>When the session was created that the caller knows: another one of the key is not known, whatever its revision.</summary>
    public DateTimeOffset? KnownCreatedAt { get; init; }

    /// <summary>How many of the newest turns to read; <see langword="null"/> for none.</summary>
    public TurnLimits? NewestTurns { get; init; }

    /// <summary>Whether the caller has the newest turns of <see cref="KnownRevision"/>: they are read only where that is not the present one.</summary>
    public bool KnowsTurns { get; init; }

    /// <summary>Whether the first turn is to be read besides <see cref="NewestTurns"/>, where it is not among them.</summary>
    public bool WithFirstTurn { get; init; }

    /// <summary>Whether a head is what the caller knows: for stores.</summary>
    /// <param name="head">The head that the store has.</param>
    public bool Knows(SessionHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return KnownRevision == head.Revision && (KnownCreatedAt is null || KnownCreatedAt == head.CreatedAt);
    }

    /// <summary>The key of the turn that is to run, if it has one: its answer, if there is one, and else its steps are read.</summary>
    public string? TurnKey { get; init; }

    /// <summary>
    /// Asks for the session's lease, as <see cref="SessionStoreCapabilities.Leases"/> says; <see langword="null"/> opens the session whoever has it. The session need
    /// not be there yet. What is read is of a moment after the lease is granted.
    /// </summary>
    public LeaseRequest? Lease { get; init; }
}

/// <summary>What a store says of a session.</summary>
public sealed record OpenedSession
{
    /// <summary>The revision; <see langword="null"/> where the store does not have the session.</summary>
    public required long? Revision { get; init; }

    /// <summary>Where the session stands, and its state; <see langword="null"/> where the caller knows it.</summary>
    public StoredSession? Session { get; init; }

    /// <summary>The session's details; <see langword="null"/> where it has none.</summary>
    public SessionDetails? Details { get; init; }

    /// <summary>The newest turns of the present, newest first; <see langword="null"/> where they were not asked for, or the caller knows them.</summary>
    public TurnPage? NewestTurns { get; init; }

    /// <summary>The first turn of the present, where it was asked for and is not among the newest.</summary>
    public StoredTurn? FirstTurn { get; init; }

    /// <summary>The turn that has answered the key, of whatever branch; <see langword="null"/> where there is none.</summary>
    public StoredTurn? KeyedTurn { get; init; }

    /// <summary>The steps that are kept of the key, by their ordinals.</summary>
    public IReadOnlyList<StoredStep> Steps { get; init; } = [];

    /// <summary>
    /// How long another holder has the lease still that was asked for, unless it is renewed: nothing else is read then, <see cref="Revision"/> neither.
    /// <see langword="null"/> where the lease is granted, or was not asked for.
    /// </summary>
    public TimeSpan? LeasedElsewhereFor { get; init; }
}
