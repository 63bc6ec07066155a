using System.Runtime.CompilerServices;
using Sessions.Storage;

namespace Sessions;

/// <summary>A store whose own exceptions reach callers as <see cref="SessionStoreException"/>, with the operation and the session named.</summary>
internal sealed class ExceptionTranslatingStore : DelegatingSessionStore
{
    private ExceptionTranslatingStore(SessionStore innerStore)
        : base(innerStore)
    {
    }

    /// <summary>Wraps a store, unless it is wrapped already.</summary>
    public static ExceptionTranslatingStore Of(SessionStore store) => store as ExceptionTranslatingStore ?? new ExceptionTranslatingStore(store);

    public override ValueTask<StoredSession?> LoadAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        TranslateAsync(base.LoadAsync, key, $"load session '{key}'", cancellationToken);

    public override ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default) =>
        TranslateAsync((session, token) => base.LoadStateAsync(session, throughTurn, token), key, $"load the state of session '{key}' at turn {throughTurn}", cancellationToken);

    public override ValueTask<long?> GetRevisionAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        TranslateAsync(base.GetRevisionAsync, key, $"read the revision of session '{key}'", cancellationToken);

    public override ValueTask<StoredReply?> FindReplyAsync(SessionKey key, string turnKey, CancellationToken cancellationToken = default) =>
        TranslateAsync((session, token) => base.FindReplyAsync(session, turnKey, token), key, $"find a reply of session '{key}'", cancellationToken);

    public override async ValueTask AppendStepAsync(SessionKey key, string turnKey, ReadOnlyMemory<byte> stepJson, CancellationToken cancellationToken = default)
    {
        try
        {
            await base.AppendStepAsync(key, turnKey, stepJson, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsForeign(exception))
        {
            throw Failure($"record a step of session '{key}'", exception);
        }
    }

    public override ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadStepsAsync(SessionKey key, string turnKey, CancellationToken cancellationToken = default) =>
        TranslateAsync((session, token) => base.ReadStepsAsync(session, turnKey, token), key, $"read the steps of session '{key}'", cancellationToken);

    public override IAsyncEnumerable<StoredTurn> ReadTurnsBackwardAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default) =>
        TranslateAsync(base.ReadTurnsBackwardAsync(key, throughTurn, cancellationToken), $"read the history of session '{key}'", cancellationToken);

    public override IAsyncEnumerable<StoredTurn> ReadTurnsAsync(SessionKey key, long afterTurn, long throughTurn, CancellationToken cancellationToken = default) =>
        TranslateAsync(base.ReadTurnsAsync(key, afterTurn, throughTurn, cancellationToken), $"read the history of session '{key}'", cancellationToken);

    public override IAsyncEnumerable<StoredTurn> ReadAllTurnsAsync(SessionKey key, long afterTurn, long throughTurn, bool newestFirst, CancellationToken cancellationToken = default) =>
        TranslateAsync(base.ReadAllTurnsAsync(key, afterTurn, throughTurn, newestFirst, cancellationToken), $"read the history of session '{key}'", cancellationToken);

    public override async ValueTask CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        try
        {
            await base.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsForeign(exception))
        {
            throw Failure($"commit session '{commit.Head.Key}'", exception);
        }
    }

    public override ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        TranslateAsync(base.DeleteAsync, key, $"delete session '{key}'", cancellationToken);

    public override IAsyncEnumerable<SessionSummary> ListAsync(SessionQuery query, CancellationToken cancellationToken = default) =>
        TranslateAsync(base.ListAsync(query, cancellationToken), "list sessions", cancellationToken);

    public override async ValueTask ProbeAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await base.ProbeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsForeign(exception))
        {
            throw Failure("be used", exception);
        }
    }

    protected override ValueTask<long> DeleteSessionsCoreAsync(SessionQuery query, CancellationToken cancellationToken) =>
        TranslateAsync(base.DeleteSessionsCoreAsync, query, "delete sessions", cancellationToken);

    private static bool IsForeign(Exception exception) => exception is not (SessionException or OperationCanceledException);

    private async ValueTask<T> TranslateAsync<TSubject, T>(Func<TSubject, CancellationToken, ValueTask<T>> operation, TSubject subject, string description, CancellationToken cancellationToken)
    {
        try
        {
            return await operation(subject, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsForeign(exception))
        {
            throw Failure(description, exception);
        }
    }

    private async IAsyncEnumerable<T> TranslateAsync<T>(IAsyncEnumerable<T> items, string operation, [EnumeratorCancellation] CancellationToken cancellationToken)
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
        new($"The store {InnerStore.GetType().Name} could not {operation}: {exception.Message}", exception);
}
