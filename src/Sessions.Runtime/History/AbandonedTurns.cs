namespace Sessions;

/// <summary>The turns of a session in memory that a rewind or an edit has left behind. What guards the session's turns guards them.</summary>
internal sealed class AbandonedTurns
{
    private readonly SortedDictionary<long, SessionTurn> _turns = [];

    /// <summary>In the order of their numbers.</summary>
    public IReadOnlyCollection<SessionTurn> All => _turns.Values;

    /// <summary>Takes over the turns of a log after the first ones.</summary>
    public void Add(SessionLog log, int count)
    {
        for (var i = count; i < log.TurnCount; i++)
        {
            _turns[log.RecordAt(i).Number] = log.TurnAt(i);
        }
    }

    /// <summary>The turns from one back to where its branch leaves a log, newest first; none if the turn is the log's own, or nowhere.</summary>
    public List<SessionTurn> BranchFrom(SessionLog log, long number)
    {
        var branch = new List<SessionTurn>();
        while (log.CountThrough(number) < 0 && _turns.TryGetValue(number, out var turn))
        {
            branch.Add(turn);
            number = turn.Record.ParentTurn;
        }

        return branch;
    }

    /// <summary>Gives turns back to the session's present.</summary>
    public void Remove(IEnumerable<SessionTurn> turns)
    {
        foreach (var turn in turns)
        {
            _turns.Remove(turn.Record.Number);
        }
    }
}
