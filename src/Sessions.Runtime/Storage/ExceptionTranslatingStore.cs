using System.Runtime.CompilerServices;
using Sessions.Storage;

namespace Sessions;

/// <summary>
/// A store as agents use it: its own exceptions reach callers as <see cref="SessionStoreException"/>, with the operation and the session
/// named; what it has read is checked; and a commit that it did not acknowledge is settled.
/// </summary>
internal sealed class ExceptionTranslatingStore : DelegatingSessionStore
{
    private ExceptionTranslatingStore(SessionStore innerStore)
        : base(innerStore)
    {
    }

    /// <summary>Wraps a store, unless it is wrapped already.</summary>
    public static ExceptionTranslatingStore Of(SessionStore store) => store as ExceptionTranslatingStore ?? new ExceptionTranslatingStore(store);

    public override async ValueTask<StoredSession?> LoadAsync(SessionKey key, CancellationToken cancellationToken = default)
    {
        var stored = await TranslateAsync(base.LoadAsync, key, $"load session '{key}'", cancellationToken).ConfigureAwait(false);
        return Checked(stored, session => StoredFormat.Checked(session!.Head), $"Session '{key}'");
    }

    public override ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default) =>
        TranslateAsync((session, token) => base.LoadStateAsync(session, throughTurn, token), key, $"load the state of session '{key}' at turn {throughTurn}", cancellationToken);

    public override ValueTask<long?> GetRevisionAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        TranslateAsync(base.GetRevisionAsync, key, $"read the revision of session '{key}'", cancellationToken);

    public override async ValueTask<StoredReply?> FindReplyAsync(SessionKey key, string turnKey, CancellationToken cancellationToken = default)
    {
        var stored = await TranslateAsync((session, token) => base.FindReplyAsync(session, turnKey, token), key, $"find a reply of session '{key}'", cancellationToken).ConfigureAwait(false);
        return Checked(stored, reply => StoredFormat.Checked(reply!), $"The reply recorded for the turn key '{turnKey}' of session '{key}'");
    }

    public override async ValueTask AppendStepAsync(SessionKey key, string turnKey, ReadOnlyMemory<byte> stepJson, CancellationToken cancellationToken = default)
    {
        try
        {
            await base.AppendStepAsync(key, turnKey, stepJson, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsForeign(exception, cancellationToken))
        {
            throw Failure($"record a step of session '{key}'", exception, cancellationToken);
        }
    }

    public override ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadStepsAsync(SessionKey key, string turnKey, CancellationToken cancellationToken = default) =>
        TranslateAsync((session, token) => base.ReadStepsAsync(session, turnKey, token), key, $"read the steps of session '{key}'", cancellationToken);

    public override IAsyncEnumerable<StoredTurn> ReadTurnsBackwardAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default) =>
        ReadTurnsAsync(() => base.ReadTurnsBackwardAsync(key, throughTurn, cancellationToken), key, cancellationToken);

    public override IAsyncEnumerable<StoredTurn> ReadTurnsAsync(SessionKey key, long afterTurn, long throughTurn, CancellationToken cancellationToken = default) =>
        ReadTurnsAsync(() => base.ReadTurnsAsync(key, afterTurn, throughTurn, cancellationToken), key, cancellationToken);

    public override async ValueTask<StoredTurn?> ReadFirstTurnAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default)
    {
        var stored = await TranslateAsync((session, token) => base.ReadFirstTurnAsync(session, throughTurn, token), key, $"read the history of session '{key}'", cancellationToken).ConfigureAwait(false);
        return Checked(stored, turn => StoredFormat.Checked(turn!.Turn), $"A turn of session '{key}'");
    }

    public override IAsyncEnumerable<StoredTurn> ReadAllTurnsAsync(SessionKey key, long afterTurn, long throughTurn, bool newestFirst, CancellationToken cancellationToken = default) =>
        ReadTurnsAsync(() => base.ReadAllTurnsAsync(key, afterTurn, throughTurn, newestFirst, cancellationToken), key, cancellationToken);

    /// <summary>Commits. Where the store does not say that it did, it is asked: what it has is committed, whatever it failed with.</summary>
    public override async ValueTask CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        try
        {
            await base.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var isWritten = await CommitSettlement.IsWrittenAsync(InnerStore, commit, exception).ConfigureAwait(false);
            if (isWritten == true)
            {
                return;
            }

            if (isWritten is null && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
            {
                throw NotKnown(commit, exception);
            }

            if (IsForeign(exception, cancellationToken))
            {
                throw Failure($"commit session '{commit.Head.Key}'", exception, cancellationToken);
            }

            throw;
        }
    }

    public override ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        TranslateAsync(base.DeleteAsync, key, $"delete session '{key}'", cancellationToken);

    public override IAsyncEnumerable<SessionSummary> ListAsync(SessionQuery query, CancellationToken cancellationToken = default) =>
        TranslateAsync(() => base.ListAsync(query, cancellationToken), "list sessions", cancellationToken);

    public override async ValueTask ProbeAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await base.ProbeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsForeign(exception, cancellationToken))
        {
            throw Failure("be used", exception, cancellationToken);
        }
    }

    protected override ValueTask<long> DeleteSessionsCoreAsync(SessionQuery query, CancellationToken cancellationToken) =>
        TranslateAsync(base.DeleteSessionsCoreAsync, query, "delete sessions", cancellationToken);

    /// <summary>Only a token that was cancelled is a cancellation, and it is said of that token.</summary>
    private static bool IsForeign(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        SessionException => false,
        OperationCanceledException cancelled => !cancellationToken.IsCancellationRequested || cancelled.CancellationToken != cancellationToken,
        _ => true,
    };

    private async ValueTask<T> TranslateAsync<TSubject, T>(Func<TSubject, CancellationToken, ValueTask<T>> operation, TSubject subject, string description, CancellationToken cancellationToken)
    {
        try
        {
            return await operation(subject, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsForeign(exception, cancellationToken))
        {
            throw Failure(description, exception, cancellationToken);
        }
    }

    private async IAsyncEnumerable<StoredTurn> ReadTurnsAsync(Func<IAsyncEnumerable<StoredTurn>> turns, SessionKey key, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var stored in TranslateAsync(turns, $"read the history of session '{key}'", cancellationToken).ConfigureAwait(false))
        {
            yield return Checked(stored, turn => StoredFormat.Checked(turn!.Turn), $"A turn of session '{key}'")!;
        }
    }

    private async IAsyncEnumerable<T> TranslateAsync<T>(Func<IAsyncEnumerable<T>> items, string operation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var enumerator = Begin(items, operation, cancellationToken);
        await using (enumerator.ConfigureAwait(false))
        {
            while (await MoveNextAsync(enumerator, operation, cancellationToken).ConfigureAwait(false))
            {
                yield return enumerator.Current;
            }
        }
    }

    private IAsyncEnumerator<T> Begin<T>(Func<IAsyncEnumerable<T>> items, string operation, CancellationToken cancellationToken)
    {
        try
        {
            return items().GetAsyncEnumerator(cancellationToken);
        }
        catch (Exception exception) when (IsForeign(exception, cancellationToken))
        {
            throw Failure(operation, exception, cancellationToken);
        }
    }

    private async ValueTask<bool> MoveNextAsync<T>(IAsyncEnumerator<T> enumerator, string operation, CancellationToken cancellationToken)
    {
        try
        {
            return await enumerator.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (IsForeign(exception, cancellationToken))
        {
            throw Failure(operation, exception, cancellationToken);
        }
    }

    private static T? Checked<T>(T? stored, Action<T?> check, string what)
        where T : class
    {
        try
        {
            if (stored is not null)
            {
                check(stored);
            }

            return stored;
        }
        catch (Exception exception) when (StoredFormat.IsDamage(exception))
        {
            throw StoredFormat.Damaged(what, exception);
        }
    }

    private Exception Failure(string operation, Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && cancellationToken.IsCancellationRequested
            ? new OperationCanceledException(exception.Message, exception, cancellationToken)
            : new SessionStoreException($"The store {InnerStore.GetType().Name} could not {operation}: {exception.Message}", exception);

    private SessionStoreException NotKnown(SessionCommit commit, Exception exception) => new(
        $"The store {InnerStore.GetType().Name} did not say that it committed session '{commit.Head.Key}': {exception.Message} Whether it did is not known, because it could not be asked either. Load the session to see; a turn with a TurnKey can be run again in any case.", exception);
}
