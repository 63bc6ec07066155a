namespace Sessions.TestKit;

/// <summary>A turn of a <see cref="BranchModel"/>.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Parent">The turn that it follows.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Answer">What was answered.</param>
/// <param name="State">The state since.</param>
public sealed record BranchTurn(long Number, long Parent, string Question, string Answer, string State);

/// <summary>What a session with branches has to be: turns by number, and the one that it stands at.</summary>
public sealed class BranchModel
{
    private readonly SortedDictionary<long, BranchTurn> _turns = [];

    /// <summary>What turns with a key have answered, wherever they are now.</summary>
    public Dictionary<string, string> Replies { get; } = [];

    public long Current { get; private set; }

    public long Last { get; private set; }

    /// <summary>All turns by their numbers.</summary>
    public IReadOnlyList<BranchTurn> All => [.. _turns.Values];

    /// <summary>The turns of the present, oldest first.</summary>
    public IReadOnlyList<BranchTurn> Present => Through(Current);

    public string State => Current == 0 ? "" : _turns[Current].State;

    public BranchTurn this[long number] => _turns[number];

    public bool Has(long number) => number == 0 || _turns.ContainsKey(number);

    public bool IsPresent(long number) => number == 0 || Present.Any(turn => turn.Number == number);

    public void Append(long parent, string question, string answer, string state)
    {
        Current = ++Last;
        _turns.Add(Current, new BranchTurn(Current, parent, question, answer, state));
    }

    public void MoveTo(long number) => Current = number;

    public BranchModel Fork(long through)
    {
        var fork = new BranchModel { Current = through, Last = through };
        foreach (var turn in Through(through))
        {
            fork._turns.Add(turn.Number, turn);
        }

        return fork;
    }

    /// <summary>What a query has to read.</summary>
    public IEnumerable<BranchTurn> Read(TurnQuery query)
    {
        var chain = query.AllBranches ? All.Where(turn => turn.Number <= (query.ThroughTurn ?? long.MaxValue))
            : query.ThroughTurn is { } through ? (IsPresent(through) ? Through(through) : [])
            : Present;
        var turns = chain.Where(turn => turn.Number > query.AfterTurn);
        return (query.NewestFirst ? turns.Reverse() : turns).Take(query.MaxCount ?? int.MaxValue);
    }

    private List<BranchTurn> Through(long number)
    {
        var chain = new List<BranchTurn>();
        for (; number != 0; number = _turns[number].Parent)
        {
            chain.Add(_turns[number]);
        }

        chain.Reverse();
        return chain;
    }
}
