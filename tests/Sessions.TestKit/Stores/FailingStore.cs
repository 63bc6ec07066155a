using System.Runtime.CompilerServices;

namespace Sessions.TestKit;

/// <summary>The operations of a store that an agent uses.</summary>
public enum StoreOperation
{
    Load,
    LoadState,
    GetRevision,
    FindReply,
    ReadSteps,
    ReadTurnsBackward,
    ReadTurns,
    Commit,
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

    public override ValueTask<StoredSession?> LoadAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        TryAsync(StoreOperation.Load, base.LoadAsync, key, cancellationToken);

    public override ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default) =>
        TryAsync(StoreOperation.LoadState, (session, token) => base.LoadStateAsync(session, throughTurn, token), key, cancellationToken);

    public override ValueTask<long?> GetRevisionAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        TryAsync(StoreOperation.GetRevision, base.GetRevisionAsync, key, cancellationToken);

    public override ValueTask<StoredReply?> FindReplyAsync(SessionKey key, string turnKey, CancellationToken cancellationToken = default) =>
        TryAsync(StoreOperation.FindReply, (session, token) => base.FindReplyAsync(session, turnKey, token), key, cancellationToken);

    public override ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadStepsAsync(SessionKey key, string turnKey, CancellationToken cancellationToken = default) =>
        TryAsync(StoreOperation.ReadSteps, (session, token) => base.ReadStepsAsync(session, turnKey, token), key, cancellationToken);

    public override IAsyncEnumerable<StoredTurn> ReadTurnsBackwardAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default) =>
        TryAsync(StoreOperation.ReadTurnsBackward, base.ReadTurnsBackwardAsync(key, throughTurn, cancellationToken), cancellationToken);

    public override IAsyncEnumerable<StoredTurn> ReadTurnsAsync(SessionKey key, long afterTurn, long throughTurn, CancellationToken cancellationToken = default) =>
        TryAsync(StoreOperation.ReadTurns, base.ReadTurnsAsync(key, afterTurn, throughTurn, cancellationToken), cancellationToken);

    public override async ValueTask CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        await FailAsync(StoreOperation.Commit, cancellationToken);
        await base.CommitAsync(commit, cancellationToken);
    }

    public override ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        TryAsync(StoreOperation.Delete, base.DeleteAsync, key, cancellationToken);

    public override IAsyncEnumerable<SessionSummary> ListAsync(SessionQuery query, CancellationToken cancellationToken = default) =>
        TryAsync(StoreOperation.List, base.ListAsync(query, cancellationToken), cancellationToken);

    private async ValueTask<T> TryAsync<T>(StoreOperation operation, Func<SessionKey, CancellationToken, ValueTask<T>> run, SessionKey key, CancellationToken cancellationToken)
    {
        await FailAsync(operation, cancellationToken);
        return await run(key, cancellationToken);
    }

    private async IAsyncEnumerable<T> TryAsync<T>(StoreOperation operation, IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await FailAsync(operation, cancellationToken);
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            yield return item;
        }
    }

    private async Task FailAsync(StoreOperation operation, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (operation == Failing)
        {
            throw Failure(cancellationToken);
        }
    }
}
