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

    /// <summary>What its turns queue for, whatever objects of the session they are run on.</summary>
    internal TurnQueueName QueueName => TurnQueueName.Of(Store?.Location ?? this, Key);

    /// <summary>Does something to the session while no turn of it runs, after it has taken over what others have committed.</summary>
    internal async ValueTask ChangeAsync(Func<ValueTask> change, CancellationToken cancellationToken)
    {
        using var entry = await TurnQueueEntry.EnterAsync(QueueName, ConcurrentTurns.Queue, turn: default, turnKey: null, QueuePatience.Unlimited, cancellationToken).ConfigureAwait(false);
        await RefreshAsync(cancellationToken).ConfigureAwait(false);
        await change().ConfigureAwait(false);
    }

    /// <summary>Takes over what others have committed to the store since this object last did. Called inside the queue.</summary>
    /// <exception cref="SessionConflictException">The session was deleted from the store, or is another one there.</exception>
    /// <exception cref="SessionMismatchException">The session belongs to another agent now.</exception>
    internal ValueTask RefreshAsync(CancellationToken cancellationToken) => Store is null ? default : RefreshAsync(Store, cancellationToken);

    /// <summary>Commits a turn, or state alone: to the store, if there is one, and then to this object.</summary>
    /// <param name="head">The head as it will be, its revision included.</param>
    /// <param name="turn">The turn to append, if there is one.</param>
    /// <param name="reply">What is kept for a repeated run of the turn.</param>
    /// <param name="state">The state values that changed.</param>
    /// <param name="cancellationToken">Cancels the commit.</param>
    internal ValueTask CommitAsync(SessionHead head, SessionTurn? turn, StoredReply? reply, StateChanges state, CancellationToken cancellationToken)
    {
        if (Store is not null)
        {
            return CommitAsync(Store, head, turn, reply, state, cancellationToken);
        }

        Accept(head, turn, reply, state);
        return default;
    }

    /// <summary>Commits a head that stands at another turn, and takes over the state of that turn.</summary>
    internal async ValueTask MoveAsync(SessionHead head, IReadOnlyList<StateValue> state, CancellationToken cancellationToken)
    {
        if (Store is not null)
        {
            await StoreAsync(Store, head, turn: null, reply: null, state: [], cancellationToken).ConfigureAwait(false);
        }

        lock (State.Lock)
        {
            _turns.MoveTo(head.CurrentTurn);
            State.GoBack(state);
            ShowStored(head);
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

        await turns.WriteAsync(json, head, cancellationToken).ConfigureAwait(false);
        json.End(state);
    }

    private protected static StoredSessionTurns InStore(SessionStore store, SessionHead head) => new(store, head.Key, head.CurrentTurn);

    private async ValueTask RefreshAsync(SessionStore store, CancellationToken cancellationToken)
    {
        var revision = await store.GetRevisionAsync(Key, cancellationToken).ConfigureAwait(false);
        if (revision == StoredRevision)
        {
            return;
        }

        var stored = await store.LoadAsync(Key, cancellationToken).ConfigureAwait(false);
        if (stored is null || IsUnstored)
        {
            // Deleted, or created by somebody else while this object holds a restored history that is not stored yet.
            throw new SessionConflictException(Key, StoredRevision ?? 0, stored?.Head.Revision);
        }

        if (!string.Equals(stored.Head.AgentId, AgentId, StringComparison.Ordinal))
        {
            throw new SessionMismatchException(Key, stored.Head.AgentId, AgentId);
        }

        lock (State.Lock)
        {
            // The turns are read again when they are needed: the session may have gone back and on from an earlier one.
            State.Rebase(stored.State);
            _turns = InStore(store, stored.Head);
            StoredRevision = stored.Head.Revision;
            _head = stored.Head;
        }
    }

    private async ValueTask CommitAsync(SessionStore store, SessionHead head, SessionTurn? turn, StoredReply? reply, StateChanges state, CancellationToken cancellationToken)
    {
        await StoreAsync(store, head, turn, reply, state.Values, cancellationToken).ConfigureAwait(false);
        Accept(head, turn, reply, state);
    }

    private void Accept(SessionHead head, SessionTurn? turn, StoredReply? reply, StateChanges state)
    {
        lock (State.Lock)
        {
            _turns.Accept(turn, reply, state.Values);
            State.Accept(state);
            ShowStored(head);
        }
    }

    /// <summary>Commits to the store: what is new, after what the store does not have yet of a restored session.</summary>
    private ValueTask StoreAsync(SessionStore store, SessionHead head, SessionTurn? turn, StoredReply? reply, IReadOnlyList<StateValue> state, CancellationToken cancellationToken)
    {
        var unstored = Turns as InMemorySessionTurns;
        var turns = unstored?.ToStored() ?? [];
        if (turn is not null)
        {
            turns.Add(MessageJson.Write(turn) with { Reply = reply });
        }

        var commit = new SessionCommit { ExpectedRevision = StoredRevision, Head = head, InitialState = unstored?.StateAt(0) ?? [], Turns = turns, State = state };
        return store.CommitAsync(commit, cancellationToken);
    }

    /// <summary>Stands where a commit leads; its store, if there is one, has everything now.</summary>
    private void ShowStored(SessionHead head)
    {
        _head = head;
        if (Store is not null)
        {
            StoredRevision = head.Revision;
            _turns = _turns is InMemorySessionTurns unstored ? unstored.In(Store) : _turns;
        }
    }
}
