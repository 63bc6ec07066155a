using Sessions.Storage;

namespace Sessions;

/// <summary>A session in an <see cref="InMemorySessionStore"/>: its head, its turns by number, and the state values written at each.</summary>
internal sealed class InMemorySession
{
    // A turn is never changed, and a fork has the same bytes. State that is set outside a turn makes another one of it.
    private readonly Dictionary<long, StoredTurn> _turns;
    private readonly Dictionary<string, long> _keys = new(StringComparer.Ordinal);
    private IReadOnlyList<StateValue> _initialState = [];
    private IReadOnlyList<StateValue> _state = [];
    private TokenUsage _usage;

    public InMemorySession(SessionHead head)
        : this(head, [])
    {
    }

    private InMemorySession(SessionHead head, Dictionary<long, StoredTurn> turns)
    {
        Head = head;
        _turns = turns;
    }

    public SessionHead Head { get; private set; }

    public SessionDetails? Details { get; set; }

    public StoredSession ToStored() => new(Head, _state) { Details = Details };

    public void Commit(SessionCommit commit)
    {
        if (commit.State.Count > 0)
        {
            Save(commit.Turns.Count > 0 ? commit.Turns[0].ParentTurn : Head.CurrentTurn, commit.State);
        }

        foreach (var turn in commit.Turns)
        {
            Append(turn);
        }

        Head = commit.Head;
        _usage += commit.Usage;
        if (commit.ExpiresAt is { } expiresAt)
        {
            Details = (Details ?? SessionDetails.None) with { ExpiresAt = expiresAt };
        }
    }

    public void Move(long turn, DateTimeOffset updatedAt)
    {
        Head = Head with { CurrentTurn = turn, TurnCount = _turns.TryGetValue(turn, out var moved) ? moved.Depth : 0, Revision = Head.Revision + 1, UpdatedAt = updatedAt };
        _state = StateAt(turn);
    }

    /// <summary>A session that begins with the turns through one of the present; <see langword="null"/> if that is none of it.</summary>
    public InMemorySession? Fork(SessionFork fork)
    {
        var through = fork.ThroughTurn ?? Head.CurrentTurn;
        var turns = Chain(Head.CurrentTurn).SkipWhile(turn => turn.Number > through).ToDictionary(turn => turn.Number, turn => turn with { TurnKey = null, InputHash = null });
        return through != 0 && !turns.ContainsKey(through) ? null : new InMemorySession(CopiedFork.NewHead(fork, Head, through, turns.Count), turns)
        {
            _initialState = _initialState,
            _state = StateAt(through),
            Details = CopiedFork.DetailsOf(fork, Details),
        };
    }

    public StoredTurn? FindKeyed(string turnKey) => _keys.TryGetValue(turnKey, out var number) ? _turns[number] : null;

    /// <summary>The turns of a range, in its order.</summary>
    public IEnumerable<StoredTurn> Read(TurnRange range)
    {
        var turns = range.AllBranches
            ? _turns.Values.Where(turn => turn.Number > range.AfterTurn && turn.Number <= range.ThroughTurn).OrderByDescending(turn => turn.Number)
            : Chain(range.ThroughTurn).TakeWhile(turn => turn.Number > range.AfterTurn);
        return range.NewestFirst ? turns : turns.Reverse();
    }

    /// <summary>The turns from one back to the first.</summary>
    public IEnumerable<StoredTurn> Chain(long number)
    {
        while (_turns.TryGetValue(number, out var turn))
        {
            yield return turn;
            number = turn.ParentTurn;
        }
    }

    public IReadOnlyList<StateValue> StateAt(long number)
    {
        var newest = new SortedDictionary<string, StateValue>(StringComparer.Ordinal);
        foreach (var value in Chain(number).SelectMany(turn => turn.State).Concat(_initialState))
        {
            newest.TryAdd(value.Key, value);
        }

        return [.. newest.Values.Where(value => value.Json is not null)];
    }

    public SessionSummary ToSummary() => SessionSummary.Of(ToStored()) with { Usage = _usage };

    public bool IsExpired(DateTimeOffset now) => Details?.ExpiresAt <= now;

    private void Append(StoredTurn given)
    {
        var turn = given with
        {
            Record = given.Record.ToArray(),
            Messages = given.Messages.ToArray(),
            InputHash = given.InputHash is { } hash ? hash.ToArray() : default(ReadOnlyMemory<byte>?),
            State = Own(given.State),
        };
        _turns.Add(turn.Number, turn);
        if (turn is { TurnKey: { } key, InputHash: not null })
        {
            _keys[key] = turn.Number;
        }

        _state = turn.ParentTurn == Head.CurrentTurn ? Merged(_state, turn.State, keepsEmptied: false) : StateAt(turn.Number);
        Head = Head with { CurrentTurn = turn.Number };
    }

    /// <summary>Writes state as of a turn, in place of what is there.</summary>
    private void Save(long turn, IReadOnlyList<StateValue> values)
    {
        if (_turns.TryGetValue(turn, out var stored))
        {
            _turns[turn] = stored with { State = Merged(stored.State, Own(values), keepsEmptied: true) };
        }
        else
        {
            _initialState = Merged(_initialState, Own(values), keepsEmptied: true);
        }

        _state = StateAt(Head.CurrentTurn);
    }

    private static IReadOnlyList<StateValue> Merged(IReadOnlyList<StateValue> values, IReadOnlyList<StateValue> newer, bool keepsEmptied)
    {
        if (newer.Count == 0)
        {
            return values;
        }

        var merged = new SortedDictionary<string, StateValue>(StringComparer.Ordinal);
        foreach (var value in values.Concat(newer))
        {
            merged[value.Key] = value;
        }

        return [.. merged.Values.Where(value => keepsEmptied || value.Json is not null)];
    }

    /// <summary>The store's own copies of bytes whose buffers the caller may use again.</summary>
    private static IReadOnlyList<StateValue> Own(IReadOnlyList<StateValue> values) =>
        [.. values.Select(value => value with { Json = value.Json is { } json ? json.ToArray() : default(ReadOnlyMemory<byte>?) })];
}
