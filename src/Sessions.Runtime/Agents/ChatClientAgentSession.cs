using System.Diagnostics.CodeAnalysis;

namespace Sessions.Agents;

/// <summary>A session of a <see cref="ChatClientAgent"/>.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A SemaphoreSlim whose wait handle is never asked for owns nothing.")]
public sealed class ChatClientAgentSession : AgentSession
{
    private readonly object _gate = new();
    private readonly SemaphoreSlim _turns = new(1, 1);
    private SessionHead _head;

    private ChatClientAgentSession(SessionHead head, SessionStore? store)
        : base(head.Key, head.AgentId, head.CreatedAt)
    {
        Store = store;
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

    /// <summary>Whether <see cref="Log"/> has all the turns, or they are still to be read from the store.</summary>
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
    internal Task EnterAsync(CancellationToken cancellationToken) => TurnScope.Find(State) is null
        ? _turns.WaitAsync(cancellationToken)
        : throw new InvalidOperationException(
            $"Session '{Key}' is running a turn, and this call was made inside it, by one of its tools or providers: it would wait for itself. Use another session, or none.");

    /// <summary>Lets the next turn run.</summary>
    internal void Leave() => _turns.Release();

    /// <summary>Makes the service the owner of the history, from the first turn on.</summary>
    internal void UseService(string serviceSessionId)
    {
        lock (_gate)
        {
            _head = _head with { HistoryOwner = HistoryOwner.Service, ServiceSessionId = serviceSessionId };
            Show(_head);
        }
    }

    /// <summary>The turns so far, read from the store when they are needed first. Called by one turn at a time.</summary>
    internal async ValueTask<SessionLog> LoadLogAsync(CancellationToken cancellationToken)
    {
        if (!IsLogLoaded)
        {
            var log = await ReadLogAsync(Head, cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                Log = log;
                IsLogLoaded = true;
            }
        }

        return Log;
    }

    /// <summary>Reads the turns from the store, as of a head of the session.</summary>
    internal async ValueTask<SessionLog> ReadLogAsync(SessionHead head, CancellationToken cancellationToken)
    {
        var log = SessionLog.Empty;
        await foreach (var turn in Store!.ReadTurnsAsync(Key, afterTurn: 0, head.CurrentTurn, cancellationToken).ConfigureAwait(false))
        {
            log = log.Append(turn.Turn, MessageJson.Read(Key, turn));
        }

        return log;
    }

    /// <summary>Commits a turn, or state alone: to the store, if there is one, and then to this object.</summary>
    /// <param name="head">The head as it will be, but for its revision.</param>
    /// <param name="turn">The turn to append, if there is one.</param>
    /// <param name="state">The state values that changed.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellationToken">Cancels the commit.</param>
    internal async ValueTask CommitAsync(SessionHead head, LogTurn? turn, StateChanges state, DateTimeOffset now, CancellationToken cancellationToken)
    {
        head = head with { Revision = head.Revision + 1, UpdatedAt = now };
        if (Store is not null)
        {
            var commit = new SessionCommit { ExpectedRevision = StoredRevision, Head = head, Turns = TurnsToStore(turn), State = state.Values };
            await Store.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        }

        lock (_gate)
        {
            _head = head;
            Show(head);
            State.Accept(state);
            if (turn is not null && IsLogLoaded)
            {
                Log = Log.Append(turn.Record, turn.Messages);
            }

            if (Store is not null)
            {
                MarkStored();
            }
        }
    }

    /// <summary>The session as it is now: head, turns and state of one moment.</summary>
    internal (SessionHead Head, SessionLog? Log, IReadOnlyCollection<StateValue> State) Snapshot()
    {
        lock (_gate)
        {
            return (_head, IsLogLoaded ? Log : null, State.Snapshot());
        }
    }

    /// <summary>The slots that the store has and the document, which is newer, has not: they were emptied.</summary>
    private static IEnumerable<StateValue> AbsentFrom(SessionDocument document, StoredSession? stored)
    {
        var present = document.State.Select(value => value.Key).ToHashSet(StringComparer.Ordinal);
        return from value in stored?.State ?? [] where !present.Contains(value.Key) select value with { Json = null };
    }

    /// <summary>The new turn, after those of a restored session that the store does not have yet.</summary>
    private List<StoredTurn> TurnsToStore(LogTurn? turn)
    {
        var turns = new List<StoredTurn>();
        foreach (var earlier in Log.TurnsAfter(StoredTurn))
        {
            turns.Add(MessageJson.Write(earlier));
        }

        if (turn is not null)
        {
            turns.Add(MessageJson.Write(turn));
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
