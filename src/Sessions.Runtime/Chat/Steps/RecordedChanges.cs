namespace Sessions.Agents;

/// <summary>What tools that ran at the same time, in an earlier attempt of a turn, changed in the session's state: each change is made again once.</summary>
/// <param name="changes">The changes.</param>
internal sealed class RecordedChanges(IReadOnlyList<StateStep> changes)
{
    private readonly List<StateStep> _left = [.. changes];

    /// <summary>Whether a result that they belong to is taken, or about to be.</summary>
    public bool AreDue { get; set; }

    /// <summary>Those that have not been made again.</summary>
    public IReadOnlyList<StateStep> Left => _left;

    /// <summary>Makes them again where the state is as it was when the tools ran.</summary>
    public void Repeat(ChatTurnScope turn)
    {
        if (turn.Run.Session?.State is { } state)
        {
            _ = _left.RemoveAll(change => state.TryRepeat(change, turn));
        }
    }
}
