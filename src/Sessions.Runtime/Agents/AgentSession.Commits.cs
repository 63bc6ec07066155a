using Sessions.Storage;

namespace Sessions.Agents;

// How a session changes: everything of a commit at once, in its store first and then in this object.
public abstract partial class AgentSession
{
    /// <summary>The turns of the session's present.</summary>
    internal SessionTurns Turns => _turns;

    /// <summary>Where the session is kept besides this object.</summary>
    internal SessionStore? Store { get; }

    /// <summary>The revision that the store has; <see langword="null"/> while the session is new to it.</summary>
    internal long? StoredRevision { get; private set; }

    /// <summary>Whether the session was restored, and its store does not have it yet.</summary>
    internal bool IsUnstored => Store is not null && Turns is InMemorySessionTurns;

    /// <summary>The lease of the turn that runs, if it has one. Set inside the queue.</summary>
    internal TurnLease? Lease { get; set; }

    /// <summary>What its turns queue for, whatever objects of the session they are run on.</summary>
    internal TurnQueueName QueueName => TurnQueueName.Of(Store?.Location ?? this, Key);

    /// <summary>Does something to the session while no turn of it runs, after it has taken over what others have committed.</summary>
    internal async ValueTask ChangeAsync(Func<ValueTask> change, CancellationToken cancellationToken)
    {
        using var entry = await TurnQueueEntry.EnterAsync(QueueName, ConcurrentTurns.Queue, turn: default, turnKey: null, QueuePatience.Unlimited, cancellationToken).ConfigureAwait(false);
        if (Store is not null)
        {
            _ = await OpenAsync(Store, view: null, turnKey: null, cancellationToken).ConfigureAwait(false);
        }

        await change().ConfigureAwait(false);
    }

    /// <summary>
    /// Commits to the session while no turn of it runs, as this object knows it. Only where others turn out to have committed meanwhile, or
    /// there is nothing to commit, is that taken over.
    /// </summary>
    /// <param name="commit">Commits what there is, if there is something; it is called again after a conflict.</param>
    /// <param name="cancellationToken">Cancels the wait and the read.</param>
    internal async ValueTask CommitKnownAsync(Func<ValueTask<bool>> commit, CancellationToken cancellationToken)
    {
        using var entry = await TurnQueueEntry.EnterAsync(QueueName, ConcurrentTurns.Queue, turn: default, turnKey: null, QueuePatience.Unlimited, cancellationToken).ConfigureAwait(false);
        try
        {
            if (await commit().ConfigureAwait(false) || Store is null)
            {
                return;
            }
        }
        catch (SessionConflictException) when (Store is not null)
        {
        }

        _ = await OpenAsync(Store, view: null, turnKey: null, cancellationToken).ConfigureAwait(false);
        _ = await commit().ConfigureAwait(false);
    }

    /// <summary>
    /// Takes over what others have committed to the store since this object last did, and reads with it what a turn begins with: the
    /// turns that its view can send, and what is kept of its key. Called inside the queue.
    /// </summary>
    /// <param name="view">The view, if turns are to be sent.</param>
    /// <param name="turnKey">The turn's key, if it has one.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>What the store said; <see langword="null"/> where there is no store.</returns>
    /// <exception cref="SessionConflictException">The session was deleted from the store, or is another one there.</exception>
    /// <exception cref="SessionMismatchException">The session belongs to another agent now.</exception>
    internal ValueTask<OpenedSession?> OpenAsync(HistoryView? view, string? turnKey, CancellationToken cancellationToken) =>
        Store is null ? default : OpenAsync(Store, view, turnKey, cancellationToken);

    /// <summary>Ends the lease of the turn that runs, if it has one that its commit has not ended.</summary>
    /// <inheritdoc cref="TurnLease.EndAsync"/>
    internal async ValueTask EndLeaseAsync(bool isReachable)
    {
        using var lease = Lease;
        Lease = null;
        if (lease is not null)
        {
            await lease.EndAsync(isReachable).ConfigureAwait(false);
        }
    }

    /// <summary>Commits a turn, or state alone: to the store, if there is one, and then to this object.</summary>
    /// <param name="head">The head as it will be, its revision included.</param>
    /// <param name="turn">The turn to append, if there is one.</param>
    /// <param name="state">The state values that changed.</param>
    /// <param name="cancellationToken">Cancels the commit.</param>
    internal ValueTask CommitAsync(SessionHead head, SessionTurn? turn, StateChanges state, CancellationToken cancellationToken)
    {
        if (Store is not null)
        {
            return CommitAsync(Store, head, turn, state, cancellationToken);
        }

        Accept(head, turn, state);
        return default;
    }

    /// <summary>Stands at another turn, with the state of that turn.</summary>
    internal async ValueTask MoveAsync(long turn, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (IsUnstored)
        {
            // What is left behind is to be found in the store too.
            await CommitAsync(_head, turn: null, StateChanges.None, cancellationToken).ConfigureAwait(false);
        }

        StoredSession moved;
        if (Store is not null && StoredRevision is { } revision)
        {
            moved = (await Store.MoveAsync(Key, revision, turn, now, cancellationToken).ConfigureAwait(false)).Session!;
        }
        else
        {
            var count = await _turns.CountThroughAsync(turn, cancellationToken).ConfigureAwait(false);
            moved = new StoredSession(_head.Next(now) with { CurrentTurn = turn, TurnCount = count }, await _turns.LoadStateAsync(turn, cancellationToken).ConfigureAwait(false));
        }

        lock (State.Lock)
        {
            _turns.MoveTo(turn);
            State.GoBack(moved.State);
            _head = moved.Head;
            StoredRevision = StoredRevision is null ? null : moved.Head.Revision;
        }
    }

    /// <summary>What is known of the session as its store has it; <see langword="null"/> where that is not all that a turn begins with.</summary>
    internal CachedSession? ToCached()
    {
        lock (State.Lock)
        {
            return StoredRevision is not null && _turns is StoredSessionTurns { Known: var (log, view) } ? new CachedSession(_head, State.Committed(), log, view) : null;
        }
    }

    /// <summary>Writes the session as it is now: head, turns and state of one moment.</summary>
    internal async ValueTask WriteAsync(SessionJsonWriter json, CancellationToken cancellationToken)
    {
        SessionHead head;
        SessionTurns turns;
        IReadOnlyCollection<StateValue> state;
        lock (State.Lock)
        {
            (head, turns, state) = (_head, _turns.Snapshot(), State.Snapshot());
        }

        await turns.WriteAsync(json, head, Details, cancellationToken).ConfigureAwait(false);
        json.End(state);
    }

    private protected static StoredSessionTurns InStore(SessionStore store, SessionHead head, OpenedSession? opened = null) =>
        new(store, head.Key, head.CurrentTurn, log: null, opened);

    private async ValueTask<OpenedSession?> OpenAsync(SessionStore store, HistoryView? view, string? turnKey, CancellationToken cancellationToken)
    {
        var turns = Turns as StoredSessionTurns;
        var isNew = StoredRevision is null;
        var seen = _detailsSeen;
        var opening = new SessionOpening
        {
            KnownRevision = StoredRevision,
            KnownCreatedAt = isNew ? null : Head.CreatedAt,
            NewestTurns = view is null || isNew ? null : ViewLimits.Of(view),
            KnowsTurns = view is not null && turns?.HasLogFor(view) == true,
            WithFirstTurn = view is not null && ViewLimits.NeedFirstTurn(view),
            TurnKey = turnKey,
        };
        if (Lease is not null && !isNew && turnKey is null && (opening.NewestTurns is null || opening.KnowsTurns) && Lease.TryContinue(Head))
        {
            return new OpenedSession { Revision = StoredRevision };
        }

        var opened = Lease is null
            ? await store.OpenAsync(Key, opening, cancellationToken).ConfigureAwait(false)
            : await Lease.OpenAsync(opening, cancellationToken).ConfigureAwait(false);
        if (opened.Revision != StoredRevision || opened.Session is not null)
        {
            TakeOver(store, opened);
        }
        else if (opened.NewestTurns is not null)
        {
            turns?.Take(opened);
        }

        if (opened.Revision is not null)
        {
            await TakeDetailsAsync(store, opened.Details, isNew, seen, cancellationToken).ConfigureAwait(false);
        }

        return opened;
    }

    private void TakeOver(SessionStore store, OpenedSession opened)
    {
        if (opened.Session is not { } stored || IsUnstored || (StoredRevision is not null && stored.Head.CreatedAt != Head.CreatedAt))
        {
            // Deleted, made anew since, or created by somebody else while this object holds a restored history that is not stored yet.
            throw new SessionConflictException(Key, StoredRevision ?? 0, opened.Revision);
        }

        if (!string.Equals(stored.Head.AgentId, AgentId, StringComparison.Ordinal))
        {
            throw new SessionMismatchException(Key, stored.Head.AgentId, AgentId);
        }

        lock (State.Lock)
        {
            // The turns are read again when they are needed: the session may have gone back and on from an earlier one.
            State.Rebase(stored.State);
            _turns = InStore(store, stored.Head, opened);
            StoredRevision = stored.Head.Revision;
            _head = stored.Head;
        }
    }

    private async ValueTask CommitAsync(SessionStore store, SessionHead head, SessionTurn? turn, StateChanges state, CancellationToken cancellationToken)
    {
        using var first = StoredRevision is null ? BeginFirstCommit() : null;
        var commit = ToCommit(head, turn, state.Values);
        if (Lease is null)
        {
            _ = await store.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await Lease.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        }

        Accept(head, turn, state);
    }

    private void Accept(SessionHead head, SessionTurn? turn, StateChanges state)
    {
        lock (State.Lock)
        {
            _turns.Accept(turn, state.Values);
            State.Accept(state);
            _head = head;
            if (Store is not null)
            {
                // The store has everything now.
                StoredRevision = head.Revision;
                _turns = _turns is InMemorySessionTurns unstored ? unstored.In(Store) : _turns;
            }
        }
    }

    /// <summary>What is new, after what the store does not have yet of a restored session.</summary>
    private SessionCommit ToCommit(SessionHead head, SessionTurn? turn, IReadOnlyList<StateValue> state)
    {
        var unstored = Turns as InMemorySessionTurns;
        var turns = unstored?.ToStored() ?? [];
        var usage = turns.Count == 0 ? default : unstored!.SumUsage();
        if (turn is not null)
        {
            turns.Add(StoredTurnJson.Write(turn, head.TurnCount, turn.Record.Reply, state));
            usage += TokenUsage.Of(turn.Record.Usage);
        }
        else if (turns.Count > 0 && state.Count > 0)
        {
            // What was set since the last turn takes the place of what is kept for it.
            turns[^1] = turns[^1] with { State = [.. turns[^1].State.ExceptBy(state.Select(value => value.Key), value => value.Key, StringComparer.Ordinal), .. state] };
        }

        return new SessionCommit
        {
            ExpectedRevision = StoredRevision,
            Head = head,
            Turns = turns,
            State = Initial(unstored?.StateAt(0) ?? [], turns.Count == 0 ? state : []),
            Usage = usage,
            Details = StoredRevision is null && !Details.IsEmpty ? Details : null,
        };
    }

    /// <summary>What was set before the first turn, also what a restored session without any brings along.</summary>
    private static IReadOnlyList<StateValue> Initial(IReadOnlyList<StateValue> restored, IReadOnlyList<StateValue> changed) => restored.Count == 0 ? changed
        : [.. restored.ExceptBy(changed.Select(value => value.Key), value => value.Key, StringComparer.Ordinal), .. changed];
}
