namespace Sessions.Testing;

/// <summary>A session as a store should have it, kept as simply as can be.</summary>
internal sealed class ModelSession
{
    private readonly Dictionary<string, StateValue> _initial = new(StringComparer.Ordinal);

    public required SessionHead Head { get; set; }

    public SessionDetails Details { get; set; } = new();

    public TokenUsage Usage { get; set; }

    /// <summary>All turns, of every branch.</summary>
    public SortedDictionary<long, StoredTurn> Turns { get; } = [];

    /// <summary>What was written of state at each turn.</summary>
    public Dictionary<long, Dictionary<string, StateValue>> Written { get; } = [];

    public Dictionary<string, long> Keys { get; } = new(StringComparer.Ordinal);

    public bool IsExpired(DateTimeOffset now) => Details.ExpiresAt <= now;

    public void Commit(SessionCommit commit)
    {
        foreach (var value in commit.State)
        {
            WrittenAt(commit.Turns.Count > 0 ? commit.Turns[0].ParentTurn : Head.CurrentTurn)[value.Key] = value;
        }

        foreach (var turn in commit.Turns)
        {
            Add(turn, turn.State);
            if (turn is { TurnKey: { } key, InputHash: not null })
            {
                Keys[key] = turn.Number;
            }
        }

        Head = commit.Head;
        Usage += commit.Usage;
        Details = commit.ExpiresAt is { } expiresAt ? Details with { ExpiresAt = expiresAt } : Details;
    }

    public ModelSession Fork(SessionFork fork)
    {
        var through = fork.ThroughTurn ?? Head.CurrentTurn;
        var chain = ChainOf(through);
        var made = new ModelSession
        {
            Head = new SessionHead { Key = fork.Key, AgentId = fork.AgentId, HistoryOwner = Head.HistoryOwner, CurrentTurn = through, LastTurn = through, TurnCount = chain.Count, Revision = 1, CreatedAt = fork.CreatedAt, UpdatedAt = fork.CreatedAt },
            Details = new SessionDetails { Owner = Details.Owner, Metadata = Details.Metadata },
        };
        foreach (var value in _initial.Values)
        {
            made._initial[value.Key] = value;
        }

        foreach (var number in chain)
        {
            made.Add(Turns[number] with { TurnKey = null, InputHash = null }, Written[number].Values);
        }

        return made;
    }

    /// <summary>The turns from the first through one.</summary>
    public List<long> ChainOf(long turn)
    {
        var chain = new List<long>();
        for (; turn != 0; turn = Turns[turn].ParentTurn)
        {
            chain.Insert(0, turn);
        }

        return chain;
    }

    public List<StateValue> StateAt(long turn)
    {
        var state = new Dictionary<string, StateValue>(_initial, StringComparer.Ordinal);
        foreach (var value in ChainOf(turn).SelectMany(number => Written[number].Values))
        {
            state[value.Key] = value;
        }

        return [.. state.Values.Where(value => value.Json is not null)];
    }

    /// <summary>The turns of a range, all of its pages.</summary>
    public List<long> Range(TurnRange range)
    {
        var turns = range.AllBranches ? Turns.Keys.Where(number => number <= range.ThroughTurn).ToList() : ChainOf(range.ThroughTurn);
        turns.RemoveAll(number => number <= range.AfterTurn);
        if (range.NewestFirst)
        {
            turns.Reverse();
        }

        return turns;
    }

    /// <summary>How many of turns are one page.</summary>
    public int PageLength(List<long> turns, TurnLimits limits)
    {
        var (count, messages, bytes) = (0, 0L, 0L);
        while (count < turns.Count && count < limits.MaxTurns && messages < limits.MaxMessages && bytes < limits.MaxBytes)
        {
            var turn = Turns[turns[count++]];
            messages += turn.MessageCount;
            bytes += turn.Messages.Length + turn.Record.Length;
        }

        return count;
    }

    /// <summary>A turn as text, with what was written of state at it.</summary>
    public string Show(long number) => RandomModel.Show(Turns[number] with { State = [.. Written[number].Values] });

    private void Add(StoredTurn turn, IEnumerable<StateValue> state)
    {
        Turns[turn.Number] = turn;
        Written[turn.Number] = state.ToDictionary(value => value.Key, StringComparer.Ordinal);
    }

    private Dictionary<string, StateValue> WrittenAt(long turn) => turn == 0 ? _initial : Written[turn];
}
