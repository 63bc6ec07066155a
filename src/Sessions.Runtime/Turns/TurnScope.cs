namespace Sessions.Agents;

/// <summary>
/// The flow of a turn: what runs inside it sees the state as the turn has it. Flows through awaits to everything that the
/// turn calls, and not to the caller that reads a stream.
/// </summary>
internal sealed class TurnScope(SessionState? state)
{
    // Ambient by nature: user code deep inside a tool has no other way to say which turn it is part of.
    private static readonly AsyncLocal<TurnScope?> Ambient = new();

    private readonly SessionState? _state = state;
    private readonly TurnScope? _outer = Ambient.Value;
    private volatile bool _ended;

    /// <summary>The state slots that the turn has read or set.</summary>
    public StateLayer Slots { get; } = new();

    /// <summary>The scope of the running turn in whose flow the caller is, for one session's state.</summary>
    public static TurnScope? Find(SessionState state)
    {
        var scope = Ambient.Value;
        while (scope is not null && (scope._state != state || scope._ended))
        {
            scope = scope._outer;
        }

        return scope;
    }

    /// <summary>Makes the caller's flow part of the turn, until the caller's async method returns.</summary>
    public void Enter() => Ambient.Value = this;

    /// <summary>Ends the turn: flows that outlive it are outside of it.</summary>
    public void End() => _ended = true;
}
