using System.Runtime.CompilerServices;
using Sessions.Storage;

namespace Sessions;

/// <summary>The turns of a session that no store has: of one without a store, and of one that was restored and is not saved yet.</summary>
/// <remarks>
/// The log never changes: another takes its place, and whoever reads it needs no lock.
/// </remarks>
internal sealed class InMemorySessionTurns : SessionTurns
{
    private readonly object _lock = new();
    private StateHistory _state;
    private volatile SessionLog _log;
    private Dictionary<string, SessionTurn>? _answered;
    private AbandonedTurns? _abandoned;

    // The last turn that another session has run, and paid for.
    private long _copiedThrough;

    /// <summary>Takes over turns.</summary>
    /// <param name="key">The session's key.</param>
    /// <param name="log">All turns.</param>
    /// <param name="state">The state written at each.</param>
    /// <param name="answered">Those that have answered a key, by the key.</param>
    public InMemorySessionTurns(SessionKey key, SessionLog log, StateHistory state, Dictionary<string, SessionTurn>? answered)
        : base(key)
    {
        _log = log;
        _state = state;
        _answered = answered;
    }

    /// <summary>Has no turn.</summary>
    public InMemorySessionTurns(SessionKey key)
        : this(key, SessionLog.Empty, default, answered: null)
    {
    }

    /// <summary>Takes over the turns of a document.</summary>
    public static InMemorySessionTurns Of(SessionDocument document)
    {
        var buffer = new SessionLogBuffer(document.Turns.Count, document.Messages);
        foreach (var (turn, messageCount) in document.Turns)
        {
            buffer.Append(turn, messageCount);
        }

        var log = SessionLog.Of(buffer);
        Dictionary<string, SessionTurn>? answered = null;
        for (var i = 0; i < log.TurnCount; i++)
        {
            if (log.RecordAt(i).Reply is { } reply)
            {
                (answered ??= new(StringComparer.Ordinal))[reply.TurnKey] = log.TurnAt(i);
            }
        }

        return new InMemorySessionTurns(document.Head.Key, log, document.WrittenState, answered);
    }

    protected override long CurrentTurn => _log.CurrentTurn;

    public override ValueTask<SessionLog> LoadLogAsync(HistoryView view, long throughTurn, CancellationToken cancellationToken) => new(LogThrough(throughTurn));

    public override IAsyncEnumerable<SessionTurn> ReadAsync(TurnQuery query, CancellationToken cancellationToken)
    {
        if (query.AllBranches)
        {
            return ReadAllAsync(query, cancellationToken);
        }

        var log = _log;
        return ReadAsync(log, query.ThroughTurn is { } turn ? log.CountThrough(turn) : log.TurnCount, query, cancellationToken);
    }

    public override ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(long turn, CancellationToken cancellationToken) => new(StateAt(turn));

    public override ValueTask<SessionTurn?> FindKeyedAsync(string turnKey, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new(_answered?.GetValueOrDefault(turnKey));
        }
    }

    public override ValueTask<long> CountThroughAsync(long turn, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var branch = _abandoned?.BranchFrom(_log, turn) ?? [];
            return new(branch.Count + Math.Max(_log.CountThrough(branch.Count == 0 ? turn : branch[^1].Record.ParentTurn), 0));
        }
    }

    public override void Accept(SessionTurn? turn, IReadOnlyCollection<StateValue> state)
    {
        lock (_lock)
        {
            if (turn is not null)
            {
                MoveTo(turn.Record.ParentTurn);
            }

            var log = turn is null ? _log : _log.Append(turn);
            _state.Write(log.CurrentTurn, state);
            if (turn?.Record.Reply is { } reply)
            {
                (_answered ??= new(StringComparer.Ordinal))[reply.TurnKey] = turn;
            }

            // Last: whoever finds a turn in the log finds what was kept with it.
            _log = log;
        }
    }

    public override void MoveTo(long turn)
    {
        if (turn == _log.CurrentTurn)
        {
            return;
        }

        lock (_lock)
        {
            var branch = _abandoned?.BranchFrom(_log, turn) ?? [];
            var start = _log.Through(branch.Count == 0 ? turn : branch[^1].Record.ParentTurn) ?? throw NoSuchTurn(turn, ofAnyBranch: true);
            (_abandoned ??= new AbandonedTurns()).Add(_log, start.TurnCount);
            _abandoned.Remove(branch);
            _log = branch.Count == 0 ? start : SessionLog.From(start.Turns.Concat(Enumerable.Reverse(branch)), isComplete: true);
        }
    }

    public override SessionTurns Snapshot()
    {
        lock (_lock)
        {
            return new InMemorySessionTurns(Key, _log, _state.Copy(), _answered is null ? null : new(_answered, StringComparer.Ordinal)) { _copiedThrough = _copiedThrough };
        }
    }

    public override async ValueTask WriteAsync(SessionJsonWriter json, SessionHead head, SessionDetails details, CancellationToken cancellationToken)
    {
        json.Begin(head, details, StateAt(0));
        var log = LogThrough(head.CurrentTurn);
        for (var i = 0; i < log.TurnCount; i++)
        {
            var record = log.RecordAt(i);
            var (state, reply) = KeptWith(record);
            try
            {
                json.Write(log.TurnAt(i), state, reply);
            }
            catch (Exception exception) when (StoredFormat.IsDamage(exception))
            {
                throw Changed(record, exception);
            }

            await json.FlushIfFullAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The turns through one, as those of another session. Replies stay behind.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such turn.</exception>
    public InMemorySessionTurns Fork(SessionKey key, long throughTurn)
    {
        lock (_lock)
        {
            var log = LogThrough(throughTurn);
            var state = new StateHistory();
            foreach (var number in log.NumbersThrough(throughTurn).Append(0))
            {
                state.Write(number, _state.WrittenAt(number));
            }

            return new InMemorySessionTurns(key, log, state, answered: null) { _copiedThrough = throughTurn };
        }
    }

    /// <summary>The state as it was at a turn; at 0, from before the first.</summary>
    public IReadOnlyList<StateValue> StateAt(long turn)
    {
        lock (_lock)
        {
            var branch = _abandoned?.BranchFrom(_log, turn) ?? [];
            var common = branch.Count == 0 ? turn : branch[^1].Record.ParentTurn;
            return _state.At(branch.Select(left => left.Record.Number).Concat(_log.NumbersThrough(common)));
        }
    }

    /// <summary>All turns as a store is to have them.</summary>
    public List<StoredTurn> ToStored()
    {
        var log = _log;
        var stored = new List<StoredTurn>(log.TurnCount);
        foreach (var turn in log.Turns)
        {
            var (state, reply) = KeptWith(turn.Record);
            try
            {
                stored.Add(StoredTurnJson.Write(turn, depth: stored.Count + 1, reply, state));
            }
            catch (Exception exception) when (StoredFormat.IsDamage(exception))
            {
                throw Changed(turn.Record, exception);
            }
        }

        return stored;
    }

    /// <summary>The tokens that the session's own turns used.</summary>
    public TokenUsage SumUsage()
    {
        var (log, sum) = (_log, default(TokenUsage));
        for (var i = log.CountUpTo(_copiedThrough); i < log.TurnCount; i++)
        {
            sum += TokenUsage.Of(log.RecordAt(i).Usage);
        }

        return sum;
    }

    /// <summary>The same turns, now that a store has them.</summary>
    public StoredSessionTurns In(SessionStore store)
    {
        var log = _log;
        return new StoredSessionTurns(store, Key, log.CurrentTurn, log);
    }

    private async IAsyncEnumerable<SessionTurn> ReadAllAsync(TurnQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SessionTurn[] turns;
        lock (_lock)
        {
            turns = [.. _log.Turns.Concat(_abandoned?.All ?? []).Where(turn => turn.Record.Number > query.AfterTurn && turn.Record.Number <= (query.ThroughTurn ?? long.MaxValue))];
        }

        Array.Sort(turns, (one, other) => one.Record.Number.CompareTo(other.Record.Number) * (query.NewestFirst ? -1 : 1));
        foreach (var turn in turns.Take(query.MaxCount ?? int.MaxValue))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return turn;
        }

        await default(ValueTask).ConfigureAwait(false);
    }

    private SessionLog LogThrough(long turn) => _log.Through(turn) ?? throw NoSuchTurn(turn);

    /// <summary>Objects that only their tool knows are shared with it.</summary>
    private SessionFormatException Changed(TurnRecord turn, Exception exception) =>
        new($"Turn {turn.Number} of session '{Key}' has no JSON form any more: something that a tool returned was changed since. {exception.Message}", exception);

    private (IReadOnlyList<StateValue> State, TurnReply? Reply) KeptWith(TurnRecord turn)
    {
        lock (_lock)
        {
            var isAnswer = turn.Reply is { } reply && _answered?.GetValueOrDefault(reply.TurnKey)?.Record.Number == turn.Number;
            return (_state.WrittenAt(turn.Number), isAnswer ? turn.Reply : null);
        }
    }
}
