namespace Sessions.Agents;

/// <summary>A session of a <see cref="ChatClientAgent"/>.</summary>
public sealed class ChatClientAgentSession : AgentSession
{
    private readonly SessionGate? _ownGate;
    private volatile SessionTurns _turns;

    private ChatClientAgentSession(SessionHead head, SessionTurns turns, SessionStore? store)
        : base(head)
    {
        Store = store;
        _ownGate = store is null ? new SessionGate(head.Key) : null;
        _turns = turns;
        State.IsShared = store is not null;
    }

    /// <summary>The turns of the session's present.</summary>
    internal SessionTurns Turns => _turns;

    /// <summary>Where the session is kept besides this object.</summary>
    internal SessionStore? Store { get; }

    /// <summary>The revision that the store has; <see langword="null"/> while the session is new to it.</summary>
    internal long? StoredRevision { get; private set; }

    /// <summary>Whether the session was restored, and its store does not have it yet.</summary>
    internal bool IsUnstored => Store is not null && Turns is TurnsInMemory;

    /// <summary>Makes a session that neither has had a turn nor is in the store.</summary>
    internal static ChatClientAgentSession New(SessionKey key, string agentId, SessionStore? store, DateTimeOffset now)
    {
        var head = SessionHead.New(key, agentId, now);
        return new ChatClientAgentSession(head, store is null ? new TurnsInMemory(key) : InStore(head, store), store);
    }

    /// <summary>Makes the session that a store has.</summary>
    internal static ChatClientAgentSession FromStore(StoredSession stored, SessionStore store)
    {
        var session = new ChatClientAgentSession(stored.Head, InStore(stored.Head, store), store) { StoredRevision = stored.Head.Revision };
        session.State.Load(stored.State);
        return session;
    }

    /// <summary>Makes the session that a document holds.</summary>
    /// <param name="document">What was read.</param>
    /// <param name="store">The agent's store.</param>
    /// <param name="stored">The same session as the store has it, if it does: what it has counts.</param>
    internal static ChatClientAgentSession FromDocument(SessionDocument document, SessionStore? store, StoredSession? stored)
    {
        var session = (store, stored) switch
        {
            (not null, not null) => FromStore(stored, store),

            // It has had no commit, so there is nothing that the store would lack: it is as new as when it was written.
            (not null, null) when document.Head.Revision == 0 => new ChatClientAgentSession(document.Head, InStore(document.Head, store), store),
            _ => new ChatClientAgentSession(document.Head, document.Turns, store),
        };

        // What the document has and no commit wrote was set outside a turn, and is to be committed next.
        var committed = stored?.State ?? document.Turns.StateAt(document.Head.CurrentTurn);
        session.State.Load(committed);
        session.State.SetPending(document.State);
        session.State.SetPending(AbsentFrom(document, committed));
        return session;
    }

    /// <summary>Waits until no turn runs, so that one at a time does.</summary>
    /// <inheritdoc cref="GatePass.EnterAsync"/>
    internal ValueTask EnterAsync(GatePass pass, ConcurrentTurns mode) => pass.EnterAsync(_ownGate ?? Store!.Gates.Rent(Key), mode);

    /// <summary>Takes over what others have committed to the store since this object last did. Called inside the gate.</summary>
    /// <exception cref="SessionConflictException">The session was deleted from the store, or is another one there.</exception>
    /// <exception cref="SessionMismatchException">The session belongs to another agent now.</exception>
    internal ValueTask RefreshAsync(CancellationToken cancellationToken) => Store is null ? default : RefreshAsync(Store, cancellationToken);

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
            _turns = InStore(stored.Head, store);
            StoredRevision = stored.Head.Revision;
            Head = stored.Head;
        }
    }

    /// <summary>Makes the service the owner of the history, from the first turn on.</summary>
    internal void UseService(string serviceSessionId)
    {
        lock (State.Lock)
        {
            Head = Head with { HistoryOwner = HistoryOwner.Service, ServiceSessionId = serviceSessionId };
        }
    }

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

    /// <summary>Commits a head that stands at an earlier turn, and takes over the state of that turn.</summary>
    internal async ValueTask MoveAsync(SessionHead head, IReadOnlyList<StateValue> state, CancellationToken cancellationToken)
    {
        if (Store is not null)
        {
            await StoreAsync(Store, head, turn: null, reply: null, state: [], cancellationToken).ConfigureAwait(false);
        }

        lock (State.Lock)
        {
            _turns.GoBack(head.CurrentTurn);
            State.GoBack(state);
            ShowStored(head);
        }
    }

    /// <summary>Makes a session of this one's turns through the one that the head stands at: in the store, if there is one, or in memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such turn.</exception>
    /// <exception cref="SessionConflictException">The store has a session of that key.</exception>
    internal async ValueTask<ChatClientAgentSession> ForkAsync(SessionHead head, CancellationToken cancellationToken)
    {
        var turns = Turns;
        if (Store is null)
        {
            var part = ((TurnsInMemory)turns).Fork(head.Key, head.CurrentTurn);
            var fork = new ChatClientAgentSession(head, part, store: null);
            fork.State.Load(part.StateAt(head.CurrentTurn));
            return fork;
        }

        var copies = new List<StoredTurn>();
        await foreach (var turn in turns.ReadStoredAsync(head.CurrentTurn, cancellationToken).ConfigureAwait(false))
        {
            copies.Add(turn with { Reply = null });
        }

        if (head.CurrentTurn != (copies.Count == 0 ? 0 : copies[^1].Turn.Number))
        {
            throw turns.NoSuchTurn(head.CurrentTurn);
        }

        var initialState = await turns.LoadStateAsync(0, cancellationToken).ConfigureAwait(false);
        var state = await turns.LoadStateAsync(head.CurrentTurn, cancellationToken).ConfigureAwait(false);
        await Store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = head, InitialState = initialState, Turns = copies }, cancellationToken).ConfigureAwait(false);
        return FromStore(new StoredSession(head, state), Store);
    }

    /// <summary>Writes the session as it is now: head, turns and state of one moment.</summary>
    internal async ValueTask WriteAsync(SessionJsonWriter json, CancellationToken cancellationToken)
    {
        SessionHead head;
        SessionTurns turns;
        IReadOnlyCollection<StateValue> state;
        lock (State.Lock)
        {
            (head, turns, state) = (Head, _turns.Snapshot(), State.Snapshot());
        }

        await turns.WriteAsync(json, head, cancellationToken).ConfigureAwait(false);
        json.End(state);
    }

    private static TurnsInStore InStore(SessionHead head, SessionStore store) => new(store, head.Key, head.CurrentTurn);

    /// <summary>The slots that were committed, and that the document, which is newer, has not: they were emptied.</summary>
    private static IEnumerable<StateValue> AbsentFrom(SessionDocument document, IReadOnlyList<StateValue> committed)
    {
        var present = document.State.Select(value => value.Key).ToHashSet(StringComparer.Ordinal);
        return from value in committed where !present.Contains(value.Key) select value with { Json = null };
    }

    /// <summary>Commits to the store: what is new, after what the store does not have yet of a restored session.</summary>
    private ValueTask StoreAsync(SessionStore store, SessionHead head, SessionTurn? turn, StoredReply? reply, IReadOnlyList<StateValue> state, CancellationToken cancellationToken)
    {
        var unstored = Turns as TurnsInMemory;
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
        Head = head;
        if (Store is not null)
        {
            StoredRevision = head.Revision;
            _turns = _turns is TurnsInMemory unstored ? unstored.In(Store) : _turns;
        }
    }
}
