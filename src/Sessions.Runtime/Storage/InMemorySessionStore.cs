using Sessions.Storage;

namespace Sessions;

/// <summary>Keeps sessions in the memory of the process: for tests, and for programs whose sessions may end with them.</summary>
/// <param name="timeProvider">The clock that sessions and steps expire by; the system's by default.</param>
/// <remarks>Safe for concurrent use. Forks share their turns with the session that they are of.</remarks>
public sealed class InMemorySessionStore(TimeProvider? timeProvider = null) : SessionStore
{
    private readonly object _gate = new();
    private readonly TimeProvider _timeProvider = timeProvider ?? TimeProvider.System;
    private readonly Dictionary<SessionKey, InMemorySession> _sessions = [];
    private readonly InMemorySessionIndex _index = new();
    private readonly UnfinishedSteps _steps = new();

    /// <inheritdoc/>
    public override ValueTask<OpenedSession> OpenAsync(SessionKey key, SessionOpening opening, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(opening);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var session = Find(key);
            var isKnown = session is not null && opening.Knows(session.Head);
            var newest = session is null || opening.NewestTurns is null || (isKnown && opening.KnowsTurns) ? null : TurnPage.Take(session.Chain(session.Head.CurrentTurn), opening.NewestTurns);
            return new(new OpenedSession
            {
                Revision = session?.Head.Revision,
                Session = isKnown ? null : session?.ToStored(),
                Details = session?.Details,
                NewestTurns = newest,
                FirstTurn = opening.WithFirstTurn && newest is { HasMore: true } ? session!.Chain(session.Head.CurrentTurn).Last() : null,
                KeyedTurn = opening.TurnKey is { } turnKey ? session?.FindKeyed(turnKey) : null,
                Steps = opening.TurnKey is { } unfinished ? _steps.Read(key, unfinished, Now) : [],
            });
        }
    }

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long turn, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(Find(key)?.StateAt(turn) ?? []);
        }
    }

    /// <inheritdoc/>
    public override ValueTask<TurnPage> ReadTurnsAsync(SessionKey key, TurnRange range, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(range);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(Find(key) is { } session ? TurnPage.Take(session.Read(range), range.Limits) : TurnPage.Empty);
        }
    }

    /// <inheritdoc/>
    public override ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commit);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var key = commit.Head.Key;
            var session = commit.ExpectedRevision is null ? Find(key) : _sessions.GetValueOrDefault(key);
            if (!commit.Follows(session?.Head))
            {
                return new(CommitResult.Conflict(Find(key)?.Head));
            }

            Change(session ?? New(new InMemorySession(commit.Head with { CurrentTurn = 0 }) { Details = commit.Details }), changed => changed.Commit(commit));
            foreach (var turn in commit.Turns.Where(turn => turn.InputHash is not null))
            {
                _steps.Remove(key, turn.TurnKey!);
            }

            return new(CommitResult.Committed);
        }
    }

    /// <inheritdoc/>
    public override ValueTask<StepOutcome> AppendStepAsync(SessionKey key, string turnKey, StoredStep storedStep, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(storedStep);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(storedStep.SessionCreatedAt is { } createdAt && Find(key)?.Head.CreatedAt != createdAt ? StepOutcome.SessionGone : _steps.Append(key, turnKey, storedStep, Now));
        }
    }

    /// <inheritdoc/>
    public override ValueTask<CommitResult> MoveAsync(SessionKey key, long expectedRevision, long turn, DateTimeOffset updatedAt, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var session = Find(key);
            if (session?.Head.Revision != expectedRevision)
            {
                return new(CommitResult.Conflict(session?.Head));
            }

            Change(session, changed => changed.Move(turn, updatedAt));
            return new(CommitResult.Of(session.ToStored()));
        }
    }

    /// <inheritdoc/>
    public override ValueTask<CommitResult> ForkAsync(SessionFork fork, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fork);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var source = Find(fork.Source) ?? throw CopiedFork.NoSuchSession(fork);
            var made = source.Fork(fork) ?? throw CopiedFork.NoSuchTurn(fork);
            return new(Find(fork.Key) is { } other ? CommitResult.Conflict(other.Head) : CommitResult.Of(New(made).ToStored()));
        }
    }

    /// <inheritdoc/>
    public override ValueTask<bool> UpdateDetailsAsync(SessionKey key, SessionDetailsUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var session = Find(key);
            if (session is not null)
            {
                Change(session, changed => changed.Details = update.ApplyTo(changed.Details));
            }

            return new(session is not null);
        }
    }

    /// <inheritdoc/>
    public override ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var isThere = Find(key) is not null;
            Delete(key);
            return new(isThere);
        }
    }

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<SessionSummary>> ListPageAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        ThrowIfOfText(query);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var now = Now;
            return new([.. _index.Candidates(query)
                .Where(session => !session.IsExpired(now))
                .Select(session => session.ToSummary())
                .Where(query.Fits)
                .Take(query.MaxCount ?? int.MaxValue)
                .Select(session => session with { Cursor = new SessionCursor(query.Order, session.UpdatedAt, session.Key.Id).ToString() })]);
        }
    }

    /// <inheritdoc/>
    public override ValueTask<int> PurgeAsync(int maxCount, TimeSpan grace = default, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var now = Now;
            var before = now - DateTimeOffset.MinValue > grace ? now - grace : DateTimeOffset.MinValue;
            var expired = _sessions.Where(session => session.Value.IsExpired(before)).Select(session => session.Key).Take(maxCount).ToList();
            expired.ForEach(Remove);
            return new(expired.Count + _steps.RemoveExpired(now, maxCount - expired.Count));
        }
    }

    /// <inheritdoc/>
    protected override ValueTask<long> DeleteSessionsCoreAsync(SessionQuery query, CancellationToken cancellationToken)
    {
        ThrowIfOfText(query);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            // Those that have expired and are not purged yet go too.
            var now = Now;
            var gone = _sessions.Values.Where(session => query.Fits(session.ToSummary())).ToList();
            gone.ForEach(session => Delete(session.Head.Key));
            _steps.RemoveWhere((key, _) => query.IsAllOfTenant && string.Equals(key.Tenant, query.Tenant, StringComparison.Ordinal));
            return new(gone.Count(session => !session.IsExpired(now)));
        }
    }

    private DateTimeOffset Now => _timeProvider.GetUtcNow();

    private InMemorySession? Find(SessionKey key) => _sessions.TryGetValue(key, out var session) && !session.IsExpired(Now) ? session : null;

    private InMemorySession New(InMemorySession session)
    {
        Remove(session.Head.Key);
        _sessions.Add(session.Head.Key, session);
        _index.Add(session);
        return session;
    }

    private void Change(InMemorySession session, Action<InMemorySession> change)
    {
        _index.Remove(session);
        change(session);
        _index.Add(session);
    }

    private void Delete(SessionKey key)
    {
        Remove(key);
        _steps.RemoveWhere((owner, _) => owner == key);
    }

    /// <summary>Takes a session away. Steps of another one that begins under its key stay.</summary>
    private void Remove(SessionKey key)
    {
        if (_sessions.Remove(key, out var session))
        {
            _index.Remove(session);
            _steps.RemoveWhere((owner, step) => owner == key && step.SessionCreatedAt == session.Head.CreatedAt);
        }
    }

    private static void ThrowIfOfText(SessionQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Text is not null)
        {
            throw new NotSupportedException($"{nameof(InMemorySessionStore)} does not search texts. Leave {nameof(SessionQuery)}.{nameof(SessionQuery.Text)} out, or use a store with {nameof(SessionStoreCapabilities)}.{nameof(SessionStoreCapabilities.TextSearch)}.");
        }
    }
}
