namespace Sessions.Agents;

/// <summary>
/// The flow of a turn: what runs inside it sees the state as the turn has it. Flows through awaits to everything that the
/// turn calls, and not to the caller that reads a stream.
/// </summary>
/// <param name="state">The state of the turn's session, if it has one.</param>
/// <param name="gate">The gate that the turn went through.</param>
internal sealed class TurnScope(SessionState? state, SessionGate? gate = null)
{
    // Ambient by nature: user code deep inside a tool has no other way to say which turn it is part of.
    private static readonly AsyncLocal<TurnScope?> Ambient = new();

    private readonly SessionState? _state = state;
    private readonly SessionGate? _gate = gate;
    private readonly TurnScope? _outer = Ambient.Value;
    private volatile bool _ended;
    private StateLayer? _slots;

    /// <summary>The innermost turn in whose flow the caller is.</summary>
    public static TurnScope? Current => Ambient.Value;

    /// <summary>The state slots that the turn has read or set.</summary>
    public StateLayer Slots => _slots ?? Interlocked.CompareExchange(ref _slots, new StateLayer(), null) ?? _slots;

    /// <summary>The same, if there are any.</summary>
    public StateLayer? SlotsOrNull => _slots;

    /// <summary>The committed state that the turn goes on from, where it takes the place of others.</summary>
    public Dictionary<string, StateValue>? Earlier { get; set; }

    /// <summary>What records the turn's steps, if they are recorded.</summary>
    public TurnJournal? Journal { get; init; }

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

    /// <summary>Whether the caller is in the flow of a running turn that went through a gate.</summary>
    public static bool IsInside(SessionGate gate)
    {
        var scope = Ambient.Value;
        while (scope is not null && (scope._gate != gate || scope._ended))
        {
            scope = scope._outer;
        }

        return scope is not null;
    }

    /// <summary>Makes the caller's flow part of the turn, until the caller's async method returns.</summary>
    public void Enter() => Ambient.Value = this;

    /// <summary>Ends the turn: flows that outlive it are outside of it.</summary>
    public void End() => _ended = true;
}
