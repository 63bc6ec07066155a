namespace Sessions.Agents;

/// <summary>A session of a <see cref="ChatClientAgent"/>.</summary>
public sealed class ChatClientAgentSession : AgentSession
{
    private readonly object _gate = new();
    private readonly SessionGate? _ownGate;
    private readonly Dictionary<string, StoredReply>? _replies;
    private SessionHead _head;
    private HistoryView? _loadedFor;

    private ChatClientAgentSession(SessionHead head, SessionStore? store)
        : base(head.Key, head.AgentId, head.CreatedAt)
    {
        Store = store;
        _ownGate = store is null ? new SessionGate(head.Key) : null;
        _replies = store is null ? new(StringComparer.Ordinal) : null;
        _head = head;
        Show(head);
    }

    /// <summary>Where the session stands. Changes only as a whole, with a commit.</summary>
    internal SessionHead Head
    {
        get
        {
            lock (_gate)
            {
                return _head;
            }
        }
    }

    /// <summary>Where the session is kept besides this object.</summary>
    internal SessionStore? Store { get; }

    /// <summary>The revision that the store has; <see langword="null"/> while the session is new to it.</summary>
    internal long? StoredRevision { get; private set; }

    /// <summary>The last turn that the store has.</summary>
    internal long StoredTurn { get; private set; }

    /// <summary>The turns as they are in memory.</summary>
    internal SessionLog Log { get; private set; } = SessionLog.Empty;

    /// <summary>Whether the turns have been read from the store, as far as the view that asked for them sends them.</summary>
    internal bool IsLogLoaded { get; private set; } = true;

    /// <summary>Makes a session that neither has had a turn nor is in the store.</summary>
    internal static ChatClientAgentSession New(SessionKey key, string agentId, SessionStore? store, DateTimeOffset now) => new(
        new SessionHead { Key = key, AgentId = agentId, Revision = 0, CreatedAt = now, UpdatedAt = now }, store);

    /// <summary>Makes the session that a store has.</summary>
    internal static ChatClientAgentSession FromStore(StoredSession stored, SessionStore store)
    {
        var session = new ChatClientAgentSession(stored.Head, store);
        session.State.Load(stored.State);
        session.IsLogLoaded = stored.Head.CurrentTurn == 0;
        session.MarkStored();
        return session;
    }

    /// <summary>Makes the session that a document holds.</summary>
    /// <param name="document">What was read.</param>
    /// <param name="store">The agent's store.</param>
    /// <param name="stored">The same session as the store has it, if it does.</param>
    internal static ChatClientAgentSession FromDocument(SessionDocument document, SessionStore? store, StoredSession? stored)
    {
        var session = new ChatClientAgentSession(document.Head, store) { Log = document.Log };
        if (store is null)
        {
            session.State.Load(document.State);
            return session;
        }

        session.State.Load(stored?.State ?? []);
        session.State.SetPending(document.State);
        session.State.SetPending(AbsentFrom(document, stored));
        if (stored is not null)
        {
            session.MarkStored();
        }

        return session;
    }

    /// <summary>Waits until no turn runs, so that one at a time does.</summary>
    /// <returns>The gate, to be left.</returns>
    /// <exception cref="InvalidOperationException">The caller is inside a turn of this very session.</exception>
    internal async ValueTask<SessionGate> EnterAsync(GatePass pass, ConcurrentTurns mode)
    {
        var gate = _ownGate ?? Store!.Gates.Rent(Key);
        try
        {
            if (TurnScope.IsInside(gate))
            {
                throw new InvalidOperationException(
                    $"Session '{Key}' is running a turn, and this call was made inside it, by one of its tools or providers: it would wait for itself. Use another session, or none.");
            }

            await gate.EnterAsync(pass, mode).ConfigureAwait(false);
            return gate;
        }
        catch
        {
            gate.Abandon();
            throw;
        }
    }

    /// <summary>Takes over what others have committed to the store since this object last did. Called inside the gate.</summary>
    /// <exception cref="SessionConflictException">The session was deleted from the store, or is another one there.</exception>
    /// <exception cref="SessionMismatchException">The session belongs to another agent now.</exception>
    internal async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        if (Store is null)
        {
            return;
        }

        var revision = await Store.GetRevisionAsync(Key, cancellationToken).ConfigureAwait(false);
        if (revision == StoredRevision)
        {
            return;
        }

        var stored = await Store.LoadAsync(Key, cancellationToken).ConfigureAwait(false);
        if (stored is null || (StoredRevision is null && Head.Revision > 0))
        {
            // Deleted, or created by somebody else while this object holds a restored history that is not stored yet.
            throw new SessionConflictException(Key, StoredRevision ?? 0, stored?.Head.Revision);
        }

        if (!string.Equals(stored.Head.AgentId, AgentId, StringComparison.Ordinal))
        {
            throw new SessionMismatchException(Key, stored.Head.AgentId, AgentId);
        }

        lock (_gate)
        {
            // The turns are read again when they are needed: the session may have gone back and on from an earlier one.
            _head = stored.Head;
            Log = SessionLog.Empty;
            IsLogLoaded = stored.Head.CurrentTurn == 0;
            State.Rebase(stored.State);
            MarkStored();
            Show(_head);
        }
    }

    /// <summary>Makes the service the owner of the history, from the first turn on.</summary>
    internal void UseService(string serviceSessionId)
    {
        lock (_gate)
        {
            _head = _head with { HistoryOwner = HistoryOwner.Service, ServiceSessionId = serviceSessionId };
            Show(_head);
        }
    }

    /// <summary>
    /// The turns so far, read from the store when they are needed first, as far as a view can send them. Called by one turn at a
    /// time.
    /// </summary>
    internal async ValueTask<SessionLog> LoadLogAsync(HistoryView view, CancellationToken cancellationToken)
    {
        if (!IsLogLoaded || (!Log.IsComplete && _loadedFor != view))
        {
            var log = await ReadNewestAsync(view, Head.CurrentTurn, cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                Log = log;
                IsLogLoaded = true;
                _loadedFor = view;
            }
        }

        return Log;
    }

    /// <summary>Reads all turns from the store, as of a head of the session.</summary>
    internal async ValueTask<SessionLog> ReadLogAsync(SessionHead head, CancellationToken cancellationToken)
    {
        var turns = new List<LogTurn>();
        await foreach (var turn in Store!.ReadTurnsAsync(Key, afterTurn: 0, head.CurrentTurn, cancellationToken).ConfigureAwait(false))
        {
            turns.Add(new LogTurn(turn.Turn, MessageJson.Read(Key, turn)));
        }

        return SessionLog.From(turns, isComplete: true);
    }

    private async ValueTask<SessionLog> ReadNewestAsync(HistoryView view, long currentTurn, CancellationToken cancellationToken)
    {
        var turns = new List<LogTurn>();
        var reading = new ViewReading(view);
        await foreach (var turn in Store!.ReadTurnsBackwardAsync(Key, currentTurn, cancellationToken).ConfigureAwait(false))
        {
            var messages = MessageJson.Read(Key, turn);
            turns.Add(new LogTurn(turn.Turn, messages));
            reading.Add(messages);
            if (reading.IsEnough)
            {
                break;
            }
        }

        turns.Reverse();
        return SessionLog.From(turns, isComplete: turns.Count == 0 || turns[0].Record.ParentTurn == 0);
    }

    /// <summary>Finds the reply that a turn with a key has kept.</summary>
    internal async ValueTask<StoredReply?> FindReplyAsync(string turnKey, CancellationToken cancellationToken) => Store is null
        ? _replies!.GetValueOrDefault(turnKey)
        : await Store.FindReplyAsync(Key, turnKey, cancellationToken).ConfigureAwait(false);

    /// <summary>Commits a turn, or state alone: to the store, if there is one, and then to this object.</summary>
    /// <param name="head">The head as it will be, its revision included.</param>
    /// <param name="turn">The turn to append, if there is one.</param>
    /// <param name="reply">What is kept for a repeated run of the turn.</param>
    /// <param name="state">The state values that changed.</param>
    /// <param name="cancellationToken">Cancels the commit.</param>
    internal async ValueTask CommitAsync(SessionHead head, LogTurn? turn, StoredReply? reply, StateChanges state, CancellationToken cancellationToken)
    {
        if (Store is not null)
        {
            var commit = new SessionCommit { ExpectedRevision = StoredRevision, Head = head, Turns = TurnsToStore(turn, reply), State = state.Values };
            await Store.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        }

        lock (_gate)
        {
            _head = head;
            Show(head);
            State.Accept(state);
            if (turn is not null && IsLogLoaded)
            {
                Log = Log.Append(turn);
            }

            if (Store is not null)
            {
                MarkStored();
            }
            else if (reply is not null)
            {
                _replies![turn!.Record.TurnKey!] = reply;
            }
        }
    }

    /// <summary>The session as it is now: head, turns and state of one moment.</summary>
    internal (SessionHead Head, SessionLog? Log, IReadOnlyCollection<StateValue> State) Snapshot()
    {
        lock (_gate)
        {
            return (_head, IsLogLoaded && Log.IsComplete ? Log : null, State.Snapshot());
        }
    }

    /// <summary>The slots that the store has and the document, which is newer, has not: they were emptied.</summary>
    private static IEnumerable<StateValue> AbsentFrom(SessionDocument document, StoredSession? stored)
    {
        var present = document.State.Select(value => value.Key).ToHashSet(StringComparer.Ordinal);
        return from value in stored?.State ?? [] where !present.Contains(value.Key) select value with { Json = null };
    }

    /// <summary>The new turn, after those of a restored session that the store does not have yet.</summary>
    private List<StoredTurn> TurnsToStore(LogTurn? turn, StoredReply? reply)
    {
        var turns = new List<StoredTurn>();
        foreach (var earlier in Log.TurnsAfter(StoredTurn))
        {
            turns.Add(MessageJson.Write(earlier));
        }

        if (turn is not null)
        {
            turns.Add(MessageJson.Write(turn) with { Reply = reply });
        }

        return turns;
    }

    private void MarkStored()
    {
        StoredRevision = _head.Revision;
        StoredTurn = _head.LastTurn;
    }

    private void Show(SessionHead head)
    {
        ServiceSessionId = head.ServiceSessionId;
        Revision = head.Revision;
        UpdatedAt = head.UpdatedAt;
    }
}
