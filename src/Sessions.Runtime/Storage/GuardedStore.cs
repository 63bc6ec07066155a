using System.Runtime.CompilerServices;

namespace Sessions;

/// <summary>A store whose own exceptions reach callers as <see cref="SessionStoreException"/>, with the operation and the session named.</summary>
internal sealed class GuardedStore(SessionStore inner) : SessionStore
{
    public override async ValueTask<StoredSession?> LoadAsync(SessionKey key, CancellationToken cancellationToken = default)
    {
        try
        {
            return await inner.LoadAsync(key, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsForeign(exception))
        {
            throw Failure($"load session '{key}'", exception);
        }
    }

    public override IAsyncEnumerable<StoredTurn> ReadTurnsAsync(SessionKey key, long afterTurn, long throughTurn, CancellationToken cancellationToken = default) =>
        Guard(inner.ReadTurnsAsync(key, afterTurn, throughTurn, cancellationToken), $"read the history of session '{key}'", cancellationToken);

    public override async ValueTask CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        try
        {
            await inner.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsForeign(exception))
        {
            throw Failure($"commit session '{commit.Head.Key}'", exception);
        }
    }

    public override async ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default)
    {
        try
        {
            return await inner.DeleteAsync(key, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsForeign(exception))
        {
            throw Failure($"delete session '{key}'", exception);
        }
    }

    public override IAsyncEnumerable<SessionSummary> ListAsync(SessionQuery query, CancellationToken cancellationToken = default) =>
        Guard(inner.ListAsync(query, cancellationToken), "list sessions", cancellationToken);

    private static bool IsForeign(Exception exception) => exception is not (SessionException or OperationCanceledException);

    private async IAsyncEnumerable<T> Guard<T>(IAsyncEnumerable<T> items, string operation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var enumerator = items.GetAsyncEnumerator(cancellationToken);
        await using (enumerator.ConfigureAwait(false))
        {
            while (await MoveNextAsync(enumerator, operation).ConfigureAwait(false))
            {
                yield return enumerator.Current;
            }
        }
    }

    private async ValueTask<bool> MoveNextAsync<T>(IAsyncEnumerator<T> enumerator, string operation)
    {
        try
        {
            return await enumerator.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (IsForeign(exception))
        {
            throw Failure(operation, exception);
        }
    }

    private SessionStoreException Failure(string operation, Exception exception) =>
        new($"The store {inner.GetType().Name} could not {operation}: {exception.Message}", exception);
}
