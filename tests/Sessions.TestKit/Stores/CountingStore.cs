namespace Sessions.TestKit;

/// <summary>A store that counts what is read from it and written to it.</summary>
public sealed class CountingStore(SessionStore inner) : DelegatingSessionStore(inner)
{
    /// <summary>How many turns have been read.</summary>
    public int TurnsRead { get; private set; }

    /// <summary>How many bytes of messages and state have been written.</summary>
    public int BytesWritten { get; private set; }

    /// <summary>How many times the store has been asked for anything.</summary>
    public int Calls { get; private set; }

    public override async ValueTask<OpenedSession> OpenAsync(SessionKey key, SessionOpening opening, CancellationToken cancellationToken = default)
    {
        Calls++;
        var opened = await base.OpenAsync(key, opening, cancellationToken);
        TurnsRead += (opened.NewestTurns?.Turns.Count ?? 0) + (opened.FirstTurn is null ? 0 : 1);
        return opened;
    }

    public override async ValueTask<TurnPage> ReadTurnsAsync(SessionKey key, TurnRange range, CancellationToken cancellationToken = default)
    {
        Calls++;
        var page = await base.ReadTurnsAsync(key, range, cancellationToken);
        TurnsRead += page.Turns.Count;
        return page;
    }

    public override ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long turn, CancellationToken cancellationToken = default)
    {
        Calls++;
        return base.LoadStateAsync(key, turn, cancellationToken);
    }

    public override ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        Calls++;
        BytesWritten += commit.Turns.Sum(turn => turn.Messages.Length + turn.State.Sum(value => value.Json?.Length ?? 0)) + commit.State.Sum(value => value.Json?.Length ?? 0);
        return base.CommitAsync(commit, cancellationToken);
    }

    public override ValueTask<StepOutcome> AppendStepAsync(SessionKey key, string turnKey, StoredStep storedStep, CancellationToken cancellationToken = default)
    {
        Calls++;
        return base.AppendStepAsync(key, turnKey, storedStep, cancellationToken);
    }

    public override ValueTask<CommitResult> MoveAsync(SessionKey key, long expectedRevision, long turn, DateTimeOffset updatedAt, CancellationToken cancellationToken = default)
    {
        Calls++;
        return base.MoveAsync(key, expectedRevision, turn, updatedAt, cancellationToken);
    }

    public override ValueTask<CommitResult> ForkAsync(SessionFork fork, CancellationToken cancellationToken = default)
    {
        Calls++;
        return base.ForkAsync(fork, cancellationToken);
    }
}
