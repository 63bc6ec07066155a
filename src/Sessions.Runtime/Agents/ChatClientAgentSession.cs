using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Sessions.Agents;

/// <summary>A session of a <see cref="ChatClientAgent"/>.</summary>
public sealed class ChatClientAgentSession : AgentSession
{
    private readonly object _gate = new();
    private readonly SessionGate? _ownGate;
    private SessionHead _head;
    private UnstoredTurns? _unstored;
    private HistoryView? _loadedFor;

    private ChatClientAgentSession(SessionHead head, SessionStore? store)
        : base(head.Key, head.AgentId, head.CreatedAt)
    {
        Store = store;
        _ownGate = store is null ? new SessionGate(head.Key) : null;
        _unstored = store is null ? new UnstoredTurns() : null;
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

    /// <summary>Whether the session was restored, and its store does not have it yet.</summary>
    internal bool IsUnstored => Store is not null && StoredRevision is null && Head.Revision > 0;

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
        if (stored is not null)
        {
            session.MarkStored();
        }
        else
        {
            session._unstored = document.Unstored;
        }

        // What the document has and no commit wrote was set outside a turn, and is to be committed next.
        var committed = stored?.State ?? session.StateAt(document.Head.CurrentTurn);
        session.State.Load(committed);
        session.State.SetPending(document.State);
        session.State.SetPending(AbsentFrom(document, committed));
        return session;
    }

    /// <summary>Makes a session that begins with a part of another, where no store keeps them.</summary>
    /// <param name="head">The new session's head.</param>
    /// <param name="log">The turns that it takes over.</param>
    /// <param name="source">What the other session has of its turns besides.</param>
    internal static ChatClientAgentSession FromPart(SessionHead head, SessionLog log, UnstoredTurns source)
    {
        var session = new ChatClientAgentSession(head, store: null) { Log = log };
        foreach (var number in Numbers(log, log.Turns.Length).Append(0))
        {
            session._unstored!.State.Write(number, source.State.WrittenAt(number));
        }

        session.State.Load(session.StateAt(head.CurrentTurn));
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
        if (stored is null || IsUnstored)
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
            Unload();
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
    /// The turns through one, read from the store when they are needed first, as far as a view can send them. Called by one turn
    /// at a time.
    /// </summary>
    internal async ValueTask<SessionLog> LoadLogAsync(HistoryView view, long throughTurn, CancellationToken cancellationToken)
    {
        if (throughTurn != Head.CurrentTurn)
        {
            return (IsLogLoaded && Log.IsComplete ? Log.Through(throughTurn) : null)
                ?? await ReadNewestAsync(view, throughTurn, cancellationToken).ConfigureAwait(false);
        }

        if (!IsLogLoaded || (!Log.IsComplete && _loadedFor != view))
        {
            var log = await ReadNewestAsync(view, throughTurn, cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                Log = log;
                IsLogLoaded = true;
                _loadedFor = view;
            }
        }

        return Log;
    }

    /// <summary>Finds a turn of the session's present, from the newest back.</summary>
    internal async ValueTask<SessionTurn?> FindTurnAsync(long number, CancellationToken cancellationToken)
    {
        var query = new TurnQuery { AfterTurn = number - 1, NewestFirst = true };
        await foreach (var turn in ReadTurnsAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (turn.Record.Number == number)
            {
                return turn;
            }
        }

        return null;
    }

    /// <summary>Reads turns: those in memory, if all are there, else the store's.</summary>
    internal IAsyncEnumerable<SessionTurn> ReadTurnsAsync(TurnQuery query, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var throughTurn = query.ThroughTurn ?? _head.CurrentTurn;
            var count = IsLogLoaded && Log.IsComplete ? Log.CountThrough(throughTurn) : -1;
            return count < 0 && _unstored is null
                ? ReadStoredAsync(Store!, query, throughTurn, cancellationToken)
                : ReadLoggedAsync(Log, count, query, cancellationToken);
        }
    }

    private static async IAsyncEnumerable<SessionTurn> ReadLoggedAsync(SessionLog log, int count, TurnQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = 0;
        while (first < count && log.Turns[first].Record.Number <= query.AfterTurn)
        {
            first++;
        }

        for (var i = 0; i < Math.Min(count - first, query.MaxCount ?? int.MaxValue); i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return log.Turns[query.NewestFirst ? count - 1 - i : first + i];
        }

        await default(ValueTask).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<SessionTurn> ReadStoredAsync(SessionStore store, TurnQuery query, long throughTurn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var turns = query.NewestFirst
            ? store.ReadTurnsBackwardAsync(Key, throughTurn, cancellationToken)
            : store.ReadTurnsAsync(Key, query.AfterTurn, throughTurn, cancellationToken);
        var left = query.MaxCount ?? int.MaxValue;
        await foreach (var turn in turns.ConfigureAwait(false))
        {
            if (turn.Turn.Number <= query.AfterTurn)
            {
                yield break;
            }

            yield return new SessionTurn(turn.Turn, MessageJson.Read(Key, turn));
            if (--left == 0)
            {
                yield break;
            }
        }
    }

    private async ValueTask<SessionLog> ReadNewestAsync(HistoryView view, long throughTurn, CancellationToken cancellationToken)
    {
        var turns = new List<SessionTurn>();
        var reading = new ViewReading(view);
        await foreach (var turn in Store!.ReadTurnsBackwardAsync(Key, throughTurn, cancellationToken).ConfigureAwait(false))
        {
            var messages = MessageJson.Read(Key, turn);
            turns.Add(new SessionTurn(turn.Turn, messages));
            reading.Add(messages);
            if (reading.IsEnough)
            {
                break;
            }
        }

        turns.Reverse();
        return SessionLog.From(turns, isComplete: turns.Count == 0 || turns[0].Record.ParentTurn == 0);
    }

    /// <summary>The state as it was at a turn of the session's present.</summary>
    internal async ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(long turn, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_unstored is not null)
            {
                return StateAt(turn);
            }
        }

        return await Store!.LoadStateAsync(Key, turn, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds the reply that a turn with a key has kept.</summary>
    internal async ValueTask<StoredReply?> FindReplyAsync(string turnKey, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_unstored is not null)
            {
                return _unstored.FindReply(turnKey);
            }
        }

        return await Store!.FindReplyAsync(Key, turnKey, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Commits a turn, or state alone: to the store, if there is one, and then to this object.</summary>
    /// <param name="head">The head as it will be, its revision included.</param>
    /// <param name="turn">The turn to append, if there is one.</param>
    /// <param name="reply">What is kept for a repeated run of the turn.</param>
    /// <param name="state">The state values that changed.</param>
    /// <param name="cancellationToken">Cancels the commit.</param>
    internal async ValueTask CommitAsync(SessionHead head, SessionTurn? turn, StoredReply? reply, StateChanges state, CancellationToken cancellationToken)
    {
        if (Store is not null)
        {
            await Store.CommitAsync(ToStore(head, turn, reply, state.Values), cancellationToken).ConfigureAwait(false);
        }

        lock (_gate)
        {
            if (turn is not null)
            {
                Append(turn);
            }

            _head = head;
            Show(head);
            State.Accept(state);
            if (Store is not null)
            {
                MarkStored();
                return;
            }

            _unstored!.State.Write(head.CurrentTurn, state.Values);
            if (reply is not null)
            {
                _unstored.KeepReply(turn!.Record.TurnKey!, reply);
            }
        }
    }

    /// <summary>Commits a head that stands at an earlier turn, and takes over the state of that turn.</summary>
    internal async ValueTask MoveAsync(SessionHead head, IReadOnlyList<StateValue> state, CancellationToken cancellationToken)
    {
        if (Store is not null)
        {
            await Store.CommitAsync(ToStore(head, turn: null, reply: null, []), cancellationToken).ConfigureAwait(false);
        }

        lock (_gate)
        {
            ShowThrough(head.CurrentTurn);
            _head = head;
            Show(head);
            State.Rebase(state);
            if (Store is not null)
            {
                MarkStored();
            }
        }
    }

    /// <summary>Writes the session as it is now: head, turns and state of one moment. What only a store has is read turn by turn.</summary>
    internal async ValueTask WriteAsync(SessionJsonWriter json, CancellationToken cancellationToken)
    {
        SessionHead head;
        SessionLog log;
        UnstoredTurns? unstored;
        IReadOnlyCollection<StateValue> state;
        lock (_gate)
        {
            (head, log, unstored, state) = (_head, Log, _unstored?.Copy(), State.Snapshot());
        }

        if (unstored is null)
        {
            await WriteStoredAsync(json, Store!, head, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            json.Begin(head, unstored.State.WrittenAt(0));
            for (var i = 0; i < log.Turns.Length; i++)
            {
                var turn = log.Turns[i];
                json.Write(turn, unstored.State.WrittenAt(turn.Record.Number), unstored.ReplyOf(turn.Record));
                await json.FlushIfFullAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        json.End(state);
    }

    private async ValueTask WriteStoredAsync(SessionJsonWriter json, SessionStore store, SessionHead head, CancellationToken cancellationToken)
    {
        json.Begin(head, await store.LoadStateAsync(Key, throughTurn: 0, cancellationToken).ConfigureAwait(false));
        await foreach (var turn in store.ReadTurnsAsync(Key, afterTurn: 0, head.CurrentTurn, cancellationToken).ConfigureAwait(false))
        {
            var reply = turn.Turn.TurnKey is { } turnKey ? await store.FindReplyAsync(Key, turnKey, cancellationToken).ConfigureAwait(false) : null;
            try
            {
                json.Write(turn, string.Equals(reply?.TurnId, turn.Turn.Id, StringComparison.Ordinal) ? reply : null);
            }
            catch (Exception exception) when (exception is JsonException or ArgumentException)
            {
                throw new SessionFormatException($"Turn {turn.Turn.Number} of session '{Key}' cannot be read: {exception.Message} What is stored is unchanged.", exception);
            }

            await json.FlushIfFullAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Makes a session of this one's turns through the one that the head stands at: in the store, if there is one, or in memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such turn.</exception>
    /// <exception cref="SessionConflictException">The store has a session of that key.</exception>
    internal async ValueTask<ChatClientAgentSession> ForkAsync(SessionHead head, CancellationToken cancellationToken)
    {
        if (Store is null)
        {
            lock (_gate)
            {
                return FromPart(head, Log.Through(head.CurrentTurn) ?? throw NoSuchTurn(head.CurrentTurn), _unstored!);
            }
        }

        var turns = await ReadToForkAsync(Store, head.CurrentTurn, cancellationToken).ConfigureAwait(false);
        if (head.CurrentTurn > 0 && (turns.Count == 0 || turns[^1].Turn.Number != head.CurrentTurn))
        {
            throw NoSuchTurn(head.CurrentTurn);
        }

        var initialState = await LoadStateAsync(0, cancellationToken).ConfigureAwait(false);
        await Store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = head, InitialState = initialState, Turns = turns }, cancellationToken).ConfigureAwait(false);
        var state = await Store.LoadStateAsync(head.Key, head.CurrentTurn, cancellationToken).ConfigureAwait(false);
        return FromStore(new StoredSession(head, state), Store);
    }

    internal ArgumentOutOfRangeException NoSuchTurn(long number) =>
        new(nameof(number), number, $"Session '{Key}' has no turn {number} in its present. {nameof(AIAgent.ReadTurnsAsync)} says which it has.");

    private async ValueTask<List<StoredTurn>> ReadToForkAsync(SessionStore store, long throughTurn, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_unstored is not null)
            {
                return [.. (Log.Through(throughTurn) ?? throw NoSuchTurn(throughTurn)).Turns.ToArray().Select(turn => _unstored.ToStored(turn) with { Reply = null })];
            }
        }

        var turns = new List<StoredTurn>();
        await foreach (var turn in store.ReadTurnsAsync(Key, afterTurn: 0, throughTurn, cancellationToken).ConfigureAwait(false))
        {
            turns.Add(turn);
        }

        return turns;
    }

    /// <summary>The slots that were committed, and that the document, which is newer, has not: they were emptied.</summary>
    private static IEnumerable<StateValue> AbsentFrom(SessionDocument document, IReadOnlyList<StateValue> committed)
    {
        var present = document.State.Select(value => value.Key).ToHashSet(StringComparer.Ordinal);
        return from value in committed where !present.Contains(value.Key) select value with { Json = null };
    }

    private static IEnumerable<long> Numbers(SessionLog log, int count)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            yield return log.Turns[i].Record.Number;
        }
    }

    private IReadOnlyList<StateValue> StateAt(long turn) => _unstored!.State.At(Numbers(Log, Log.CountThrough(turn)));

    /// <summary>A commit for the store: what is new, after what the store does not have yet of a restored session.</summary>
    private SessionCommit ToStore(SessionHead head, SessionTurn? turn, StoredReply? reply, IReadOnlyList<StateValue> state)
    {
        var turns = new List<StoredTurn>();
        if (_unstored is not null)
        {
            foreach (var earlier in Log.Turns)
            {
                turns.Add(_unstored.ToStored(earlier));
            }
        }

        if (turn is not null)
        {
            turns.Add(MessageJson.Write(turn) with { Reply = reply });
        }

        return new SessionCommit { ExpectedRevision = StoredRevision, Head = head, InitialState = _unstored?.State.WrittenAt(0) ?? [], Turns = turns, State = state };
    }

    /// <summary>Adds a turn to those in memory, after the one that it follows.</summary>
    private void Append(SessionTurn turn)
    {
        if (turn.Record.ParentTurn != _head.CurrentTurn)
        {
            ShowThrough(turn.Record.ParentTurn);
        }

        if (IsLogLoaded)
        {
            Log = Log.Append(turn);
        }
    }

    /// <summary>Ends the turns in memory with an earlier one. Where that is not in memory, they are read again when they are needed.</summary>
    private void ShowThrough(long turn)
    {
        if (Log.Through(turn) is { } earlier)
        {
            Log = earlier;
        }
        else
        {
            Unload();
        }
    }

    private void Unload()
    {
        Log = SessionLog.Empty;
        IsLogLoaded = false;
    }

    private void MarkStored()
    {
        StoredRevision = _head.Revision;
        _unstored = null;
    }

    private void Show(SessionHead head)
    {
        AgentId = head.AgentId;
        ServiceSessionId = head.ServiceSessionId;
        CurrentTurn = head.CurrentTurn;
        Revision = head.Revision;
        UpdatedAt = head.UpdatedAt;
    }
}
