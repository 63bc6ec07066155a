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

    public override ValueTask InitializeAsync(CancellationToken cancellationToken = default) => TranslateAsync(base.InitializeAsync, "be made ready", cancellationToken);

    public override ValueTask ProbeAsync(CancellationToken cancellationToken = default) => TranslateAsync(base.ProbeAsync, "be used", cancellationToken);

    public override async ValueTask<OpenedSession> OpenAsync(SessionKey key, SessionOpening opening, CancellationToken cancellationToken = default)
    {
        try
        {
            return StoredFormat.Checked(await base.OpenAsync(key, opening, cancellationToken).ConfigureAwait(false), key, opening.TurnKey);
        }
        catch (Exception exception) when (IsForeign(exception, cancellationToken))
        {
            throw Failure($"load session '{key}'", exception, cancellationToken);
        }
    }

    public override ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long turn, CancellationToken cancellationToken = default) =>
        TranslateAsync(token => base.LoadStateAsync(key, turn, token), $"load the state of session '{key}' at turn {turn}", cancellationToken);

    public override async ValueTask<TurnPage> ReadTurnsAsync(SessionKey key, TurnRange range, CancellationToken cancellationToken = default)
    {
        try
        {
            return StoredFormat.Checked(await base.ReadTurnsAsync(key, range, cancellationToken).ConfigureAwait(false), key);
        }
        catch (Exception exception) when (IsForeign(exception, cancellationToken))
        {
            throw Failure($"read the history of session '{key}'", exception, cancellationToken);
        }
    }

    /// <summary>Commits. Where the store does not say that it did, it is asked: what it has is committed, whatever it failed with.</summary>
    /// <exception cref="SessionConflictException">Another commit came first, or the session is gone.</exception>
    public override async ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        Leases.Forget(commit.Head.Key);
        CommitResult result;
        try
        {
            result = await base.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            result = CommitResult.Unknown(exception);
        }

        if (result.Outcome == CommitOutcome.Committed)
        {
            return result;
        }

        // A store that repeats what was not acknowledged meets its own commit, and calls it a conflict: the turn's id tells.
        var conflict = result.Outcome == CommitOutcome.Conflict ? new SessionConflictException(commit.Head.Key, commit.ExpectedRevision ?? 0, result.Winner?.Revision) : null;
        var isWritten = conflict is not null && !CommitSettlement.IsToldByTurn(commit) ? false : await CommitSettlement.IsWrittenAsync(InnerStore, commit).ConfigureAwait(false);
        return isWritten == true
            ? CommitResult.Committed
            : throw NotWritten(commit.Head.Key, $"commit session '{commit.Head.Key}'", conflict ?? result.Error!, isWritten, cancellationToken);
    }

    public override ValueTask<StepOutcome> AppendStepAsync(SessionKey key, string turnKey, StoredStep storedStep, CancellationToken cancellationToken = default) =>
        TranslateAsync(token => base.AppendStepAsync(key, turnKey, storedStep, token), $"record a step of session '{key}'", cancellationToken);

    /// <inheritdoc cref="CommitAsync"/>
    public override async ValueTask<CommitResult> MoveAsync(SessionKey key, long expectedRevision, long turn, DateTimeOffset updatedAt, CancellationToken cancellationToken = default)
    {
        Leases.Forget(key);
        CommitResult result;
        try
        {
            result = await base.MoveAsync(key, expectedRevision, turn, updatedAt, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            result = CommitResult.Unknown(exception);
        }

        if (result.Outcome == CommitOutcome.Unknown)
        {
            var (isMoved, session) = await CommitSettlement.AskAsync(InnerStore, key, head =>
                head is null || head.Revision <= expectedRevision ? false
                : head.Revision == expectedRevision + 1 ? head.CurrentTurn == turn && head.UpdatedAt == updatedAt
                : null).ConfigureAwait(false);
            return isMoved == true ? CommitResult.Of(session!) : throw NotWritten(key, $"move session '{key}' to turn {turn}", result.Error!, isMoved, cancellationToken);
        }

        return result.Outcome == CommitOutcome.Committed ? result : throw new SessionConflictException(key, expectedRevision, result.Winner?.Revision);
    }

    /// <summary>Forks a session.</summary>
    /// <exception cref="SessionExistsException">There is a session of the fork's key.</exception>
    public override async ValueTask<CommitResult> ForkAsync(SessionFork fork, CancellationToken cancellationToken = default)
    {
        CommitResult result;
        try
        {
            result = await base.ForkAsync(fork, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not ArgumentOutOfRangeException)
        {
            result = CommitResult.Unknown(exception);
        }

        if (result.Outcome == CommitOutcome.Unknown)
        {
            var (isMade, session) = await CommitSettlement.AskAsync(InnerStore, fork.Key, head => head is not null && head.CreatedAt == fork.CreatedAt).ConfigureAwait(false);
            return isMade == true ? CommitResult.Of(session!) : throw NotWritten(fork.Key, $"fork session '{fork.Source}'", result.Error!, isMade, cancellationToken);
        }

        return result.Outcome == CommitOutcome.Committed ? result : throw new SessionExistsException(fork.Key);
    }

    public override ValueTask ReleaseLeaseAsync(SessionKey key, string holder, CancellationToken cancellationToken = default) =>
        TranslateAsync(token => base.ReleaseLeaseAsync(key, holder, token), $"give back the lease of session '{key}'", cancellationToken);

    public override ValueTask<bool> UpdateDetailsAsync(SessionKey key, SessionDetailsUpdate update, CancellationToken cancellationToken = default)
    {
        Leases.Forget(key);
        return TranslateAsync(token => base.UpdateDetailsAsync(key, update, token), $"write the details of session '{key}'", cancellationToken);
    }

    public override ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default)
    {
        Leases.Forget(key);
        return TranslateAsync(token => base.DeleteAsync(key, token), $"delete session '{key}'", cancellationToken);
    }

    public override ValueTask<bool> DeleteAsync(SessionKey key, string agentId, CancellationToken cancellationToken = default)
    {
        Leases.Forget(key);
        return TranslateAsync(token => InnerStore.DeleteAsync(key, agentId, token), $"delete session '{key}'", cancellationToken);
    }

    public override async ValueTask<IReadOnlyList<SessionSummary>> ListPageAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.ListPageAsync(query, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!IsOfQuery(exception) && IsForeign(exception, cancellationToken))
        {
            throw Failure("list sessions", exception, cancellationToken);
        }
    }

    public override async ValueTask<TokenUsage> GetUsageAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.GetUsageAsync(query, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!IsOfQuery(exception) && IsForeign(exception, cancellationToken))
        {
            throw Failure("sum tokens", exception, cancellationToken);
        }
    }

    public override ValueTask<int> PurgeAsync(int maxCount, TimeSpan grace = default, CancellationToken cancellationToken = default) =>
        TranslateAsync(token => base.PurgeAsync(maxCount, grace, token), "remove what is expired", cancellationToken);

    protected override async ValueTask<long> DeleteSessionsCoreAsync(SessionQuery query, CancellationToken cancellationToken)
    {
        Leases.Clear();
        try
        {
            return await base.DeleteSessionsCoreAsync(query, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!IsOfQuery(exception) && IsForeign(exception, cancellationToken))
        {
            throw Failure("delete sessions", exception, cancellationToken);
        }
    }

    /// <summary>Whether it is the caller's query that is at fault.</summary>
    private static bool IsOfQuery(Exception exception) => exception is ArgumentException or NotSupportedException;

    /// <summary>Only a token that was cancelled is a cancellation, and it is said of that token.</summary>
    private static bool IsForeign(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        SessionException => false,
        OperationCanceledException cancelled => !cancellationToken.IsCancellationRequested || cancelled.CancellationToken != cancellationToken,
        _ => true,
    };

    private async ValueTask TranslateAsync(Func<CancellationToken, ValueTask> operation, string description, CancellationToken cancellationToken) => await TranslateAsync(
        async token =>
        {
            await operation(token).ConfigureAwait(false);
            return true;
        },
        description,
        cancellationToken).ConfigureAwait(false);

    private async ValueTask<T> TranslateAsync<T>(Func<CancellationToken, ValueTask<T>> operation, string description, CancellationToken cancellationToken)
    {
        try
        {
            return await operation(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsForeign(exception, cancellationToken))
        {
            throw Failure(description, exception, cancellationToken);
        }
    }

    /// <summary>What a change failed with that is not written, or of which that is not known.</summary>
    private Exception NotWritten(SessionKey key, string operation, Exception exception, bool? isWritten, CancellationToken cancellationToken) =>
        isWritten is null && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested) ? NotKnown(key, exception)
        : IsForeign(exception, cancellationToken) ? Failure(operation, exception, cancellationToken)
        : exception;

    private Exception Failure(string operation, Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && cancellationToken.IsCancellationRequested
            ? new OperationCanceledException(exception.Message, exception, cancellationToken)
            : new SessionStoreException($"The store {InnerStore.GetType().Name} could not {operation}: {exception.Message}", exception);

    private SessionStoreException NotKnown(SessionKey key, Exception exception) => new(
        $"The store {InnerStore.GetType().Name} did not say that it committed session '{key}': {exception.Message} Whether it did is not known, because it could not be asked either. Load the session to see; a turn with a TurnKey can be run again in any case.", exception);
}
