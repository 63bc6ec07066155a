using System.Runtime.ExceptionServices;
using Sessions.Storage;

namespace Sessions.Agents;

/// <summary>Tools of a turn that run at the same time, and what they have returned.</summary>
/// <param name="turn">The flow of the turn.</param>
internal sealed class ToolBatch(TurnFlow turn)
{
    private readonly SessionState? _state = turn.Turn.Session?.State;
    private readonly Dictionary<string, StateValue?>? _before = TryCapture(turn);
    private readonly TaskCompletionSource _recorded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReadOnlyList<StateStep> _changes = [];
    private ExceptionDispatchInfo? _unwritable;

    public List<ToolResult> Results { get; } = [];

    /// <summary>Ends when the results are recorded.</summary>
    public Task Recorded => _recorded.Task;

    /// <summary>What the tools changed in the session's state.</summary>
    /// <exception cref="SessionFormatException">State has no JSON form.</exception>
    public IReadOnlyList<StateStep> Changes
    {
        get
        {
            _unwritable?.Throw();
            return _changes;
        }
    }

    public void Add(ToolResult? result)
    {
        if (result is { } finished)
        {
            Results.Add(finished);
        }
    }

    /// <summary>Takes what the tools changed, when the last of them has ended and before another begins: what that one changes is not theirs.</summary>
    public void Close()
    {
        try
        {
            _changes = ToChanges();
        }
        catch (Exception exception)
        {
            // It keeps the step from being recorded, and nothing else.
            _unwritable = ExceptionDispatchInfo.Capture(exception);
        }
    }

    public void Release() => _recorded.TrySetResult();

    private List<StateStep> ToChanges() => _state is null ? []
        : _before is null ? throw new SessionFormatException("State had no JSON form when the tool was begun.")
        : _state.ChangesSince(_before, turn);

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
