namespace Sessions.TestKit;

/// <summary>What becomes of a commit.</summary>
public enum Loss
{
    /// <summary>It is written, and acknowledged.</summary>
    None,

    /// <summary>It is not written, and fails.</summary>
    Request,

    /// <summary>It is written, and fails: the acknowledgement is lost.</summary>
    Acknowledgement,
}

/// <summary>A store behind a connection that breaks: a commit may be written and not be acknowledged.</summary>
public sealed class LossyStore(SessionStore inner) : DelegatingSessionStore(inner)
{
    /// <summary>What becomes of the next commit.</summary>
    public Loss Next { get; set; }

    /// <summary>What the connection fails with.</summary>
    public Func<Exception> Failure { get; set; } = () => new IOException("connection reset");

    /// <summary>Whether a failure is returned, as an outcome that is not known, and not thrown.</summary>
    public bool ReturnsFailure { get; set; }

    /// <summary>Whether nothing can be read after a commit has failed.</summary>
    public bool StaysBroken { get; set; }

    /// <summary>How many reads fail after a commit has failed.</summary>
    public int BrokenReads { get; set; }

    /// <summary>What others do once a commit is written, before its failure is noticed.</summary>
    public Func<Task>? Meanwhile { get; set; }

    /// <summary>How many commits have failed.</summary>
    public int Lost { get; private set; }

    private bool IsBroken { get; set; }

    /// <summary>Connects again.</summary>
    public void Mend() => (Next, StaysBroken, IsBroken, Meanwhile) = (Loss.None, false, false, null);

    public override ValueTask<OpenedSession> OpenAsync(SessionKey key, SessionOpening opening, CancellationToken cancellationToken = default)
    {
        ThrowIfBroken();
        return base.OpenAsync(key, opening, cancellationToken);
    }

    public override ValueTask<TurnPage> ReadTurnsAsync(SessionKey key, TurnRange range, CancellationToken cancellationToken = default)
    {
        ThrowIfBroken();
        return base.ReadTurnsAsync(key, range, cancellationToken);
    }

    public override ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default) =>
        LoseAsync(() => base.CommitAsync(commit, cancellationToken));

    public override ValueTask<CommitResult> MoveAsync(SessionKey key, long expectedRevision, long turn, DateTimeOffset updatedAt, CancellationToken cancellationToken = default) =>
        LoseAsync(() => base.MoveAsync(key, expectedRevision, turn, updatedAt, cancellationToken));

    public override ValueTask<CommitResult> ForkAsync(SessionFork fork, CancellationToken cancellationToken = default) =>
        LoseAsync(() => base.ForkAsync(fork, cancellationToken));

    private async ValueTask<CommitResult> LoseAsync(Func<ValueTask<CommitResult>> commit)
    {
        ThrowIfBroken();
        var loss = Next;
        Next = Loss.None;
        var result = loss == Loss.Request ? CommitResult.Committed : await commit();
        if (loss != Loss.None)
        {
            Lost++;
            IsBroken = StaysBroken;
            await (Meanwhile?.Invoke() ?? Task.CompletedTask);
            return ReturnsFailure ? CommitResult.Unknown(Failure()) : throw Failure();
        }

        return result;
    }

    private void ThrowIfBroken()
    {
        if (IsBroken || (Lost > 0 && BrokenReads-- > 0))
        {
            throw new IOException("no connection");
        }
    }
}
