namespace Sessions.Storage;

/// <summary>What became of a commit.</summary>
public enum CommitOutcome
{
    /// <summary>All of it is written, as durably as the store writes.</summary>
    Committed = 0,

    /// <summary>Nothing of it is written: the session was at another revision, was there already, or is gone.</summary>
    Conflict = 1,

    /// <summary>The store cannot say: a connection broke, or a time was out. Its turn's id, asked for later, tells.</summary>
    Unknown = 2,
}

/// <summary>What became of a commit, and of other operations that go by a session's revision.</summary>
public sealed record CommitResult
{
    private CommitResult(CommitOutcome outcome) => Outcome = outcome;

    /// <summary>All of it is written.</summary>
    public static CommitResult Committed { get; } = new(CommitOutcome.Committed);

    /// <summary>All of it is written, and the lease that <see cref="SessionCommit.Lease"/> asked for is granted.</summary>
    public static CommitResult CommittedWithLease { get; } = new(CommitOutcome.Committed) { IsLeaseHeld = true };

    /// <summary>What became of it.</summary>
    public CommitOutcome Outcome { get; }

    /// <summary>Of a conflict, the head that won; <see langword="null"/> where the session is gone or has expired.</summary>
    public SessionHead? Winner { get; private init; }

    /// <summary>Of a move or a fork that is written, the session as it is now.</summary>
    public StoredSession? Session { get; private init; }

    /// <summary>Whether whoever committed holds the session's lease from then on, as it has asked for.</summary>
    public bool IsLeaseHeld { get; private init; }

    /// <summary>Why the outcome is not known, if it is not.</summary>
    public Exception? Error { get; private init; }

    /// <summary>A move or a fork is written.</summary>
    /// <param name="session">The session as it is now.</param>
    public static CommitResult Of(StoredSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return new(CommitOutcome.Committed) { Session = session };
    }

    /// <summary>Nothing is written.</summary>
    /// <param name="winner">The head that the store has; <see langword="null"/> where it does not have the session.</param>
    public static CommitResult Conflict(SessionHead? winner) => new(CommitOutcome.Conflict) { Winner = winner };

    /// <summary>The store cannot say what became of it.</summary>
    /// <param name="error">Why not.</param>
    public static CommitResult Unknown(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new(CommitOutcome.Unknown) { Error = error };
    }
}
