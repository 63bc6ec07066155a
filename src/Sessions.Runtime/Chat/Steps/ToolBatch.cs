using Sessions.Storage;

namespace Sessions.Agents;

/// <summary>Tools of a turn that run at the same time, and what they have returned.</summary>
/// <param name="turn">The flow of the turn.</param>
internal sealed class ToolBatch(TurnFlow turn)
{
    private readonly SessionState? _state = turn.Turn.Session?.State;
    private readonly Dictionary<string, StateValue?>? _before = TryCapture(turn);
    private readonly TaskCompletionSource _recorded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<ToolResult> Results { get; } = [];

    /// <summary>Ends when the results are recorded.</summary>
    public Task Recorded => _recorded.Task;

    public void Add(ToolResult? result)
    {
        if (result is { } finished)
        {
            Results.Add(finished);
        }
    }

    /// <summary>What the tools changed in the session's state.</summary>
    /// <exception cref="SessionFormatException">State has no JSON form.</exception>
    public List<StateStep> ToState() => _state is null ? []
        : _before is null ? throw new SessionFormatException("State had no JSON form when the tool was begun.")
        : _state.ChangesSince(_before, turn);

    public void Release() => _recorded.TrySetResult();

    private static Dictionary<string, StateValue?>? TryCapture(TurnFlow turn)
    {
        try
        {
            return turn.Turn.Session?.State.Capture(turn);
        }
        catch (SessionFormatException)
        {
            // The tool is not to fail for it: the turn says which state it is.
            return null;
        }
    }
}
