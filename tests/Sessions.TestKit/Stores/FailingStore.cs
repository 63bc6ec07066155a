namespace Sessions.TestKit;

/// <summary>The operations of a store that an agent uses.</summary>
public enum StoreOperation
{
    Open,
    LoadState,
    ReadTurns,
    Commit,
    Move,
    Fork,
    UpdateDetails,
    Delete,
    List,
}

/// <summary>A store of which one operation fails, from when it is told to.</summary>
public sealed class FailingStore(SessionStore inner) : DelegatingSessionStore(inner)
{
    /// <summary>The operation that fails.</summary>
    public StoreOperation? Failing { get; set; }

    /// <summary>What it does instead: it is given the token of the operation.</summary>
    public Func<CancellationToken, Exception> Failure { get; set; } = _ => new IOException();

    public override ValueTask<OpenedSession> OpenAsync(SessionKey key, SessionOpening opening, CancellationToken cancellationToken = default) =>
        TryAsync(StoreOperation.Open, () => base.OpenAsync(key, opening, cancellationToken), cancellationToken);

    public override ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long turn, CancellationToken cancellationToken = default) =>
        TryAsync(StoreOperation.LoadState, () => base.LoadStateAsync(key, turn, cancellationToken), cancellationToken);

    public override ValueTask<TurnPage> ReadTurnsAsync(SessionKey key, TurnRange range, CancellationToken cancellationToken = default) =>
        TryAsync(StoreOperation.ReadTurns, () => base.ReadTurnsAsync(key, range, cancellationToken), cancellationToken);

    public override ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default) =>
        TryAsync(StoreOperation.Commit, () => base.CommitAsync(commit, cancellationToken), cancellationToken);

    public override ValueTask<CommitResult> MoveAsync(SessionKey key, long expectedRevision, long turn, DateTimeOffset updatedAt, CancellationToken cancellationToken = default) =>
        TryAsync(StoreOperation.Move, () => base.MoveAsync(key, expectedRevision, turn, updatedAt, cancellationToken), cancellationToken);

    public override ValueTask<CommitResult> ForkAsync(SessionFork fork, CancellationToken cancellationToken = default) =>
        TryAsync(StoreOperation.Fork, () => base.ForkAsync(fork, cancellationToken), cancellationToken);

    public override ValueTask<bool> UpdateDetailsAsync(SessionKey key, SessionDetailsUpdate update, CancellationToken cancellationToken = default) =>
        TryAsync(StoreOperation.UpdateDetails, () => base.UpdateDetailsAsync(key, update, cancellationToken), cancellationToken);

    public override ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        TryAsync(StoreOperation.Delete, () => base.DeleteAsync(key, cancellationToken), cancellationToken);

    public override ValueTask<IReadOnlyList<SessionSummary>> ListPageAsync(SessionQuery query, CancellationToken cancellationToken = default) =>
        TryAsync(StoreOperation.List, () => base.ListPageAsync(query, cancellationToken), cancellationToken);

    private async ValueTask<T> TryAsync<T>(StoreOperation operation, Func<ValueTask<T>> run, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return operation == Failing ? throw Failure(cancellationToken) : await run();
    }
}
