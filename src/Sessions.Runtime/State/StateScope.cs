using Sessions.Storage;

namespace Sessions;

/// <summary>
/// The flow of a turn: what runs inside it sees the state as the turn has it. Flows through awaits to everything that the
/// turn calls, and not to the caller that reads a stream.
/// </summary>
internal class StateScope
{
    // Ambient by nature: user code deep inside a tool has no other way to say which turn it is part of.
    private static readonly AsyncLocal<StateScope?> Ambient = new();

    private readonly SessionState? _state;
    private readonly StateScope? _outer = Ambient.Value;
    private volatile bool _ended;
    private StateLayer? _slots;

    /// <summary>Begins a turn.</summary>
    /// <param name="state">The state of the turn's session, if it has one.</param>
    public StateScope(SessionState? state)
    {
        _state = state;
        state?.CountTurns(1);
    }

    /// <summary>The innermost turn that still runs and in whose flow the caller is.</summary>
    public static StateScope? Current
    {
        get
        {
            var scope = Ambient.Value;
            while (scope is { _ended: true })
            {
                scope = scope._outer;
            }

            return scope;
        }
    }

    /// <summary>The state slots that the turn has read or set.</summary>
    public StateLayer Slots => _slots ?? Interlocked.CompareExchange(ref _slots, new StateLayer(), null) ?? _slots;

    /// <summary>The same, if there are any.</summary>
    public StateLayer? SlotsOrNull => _slots;

    /// <summary>The committed state that the turn goes on from, where it takes the place of others.</summary>
    public Dictionary<string, StateValue>? Earlier
    {
        get => _slots?.Earlier;
        set => Slots.Earlier = value;
    }

    /// <summary>The innermost turn in whose flow the caller is, be it ended or not.</summary>
    public static StateScope? Entered => Ambient.Value;

    /// <summary>The scope of the running turn in whose flow the caller is, for one session's state.</summary>
    public static StateScope? Find(SessionState state)
    {
        var scope = Ambient.Value;
        while (scope is not null && (scope._state != state || scope._ended))
        {
            scope = scope._outer;
        }

        return scope;
    }

    /// <summary>Whether another flow is part of this one.</summary>
    public bool Contains(StateScope? inner)
    {
        while (inner is not null && inner != this)
        {
            inner = inner._outer;
        }

        return inner is not null;
    }

    /// <summary>Makes the caller's flow part of the turn, until the caller's async method returns, or until <see cref="Leave"/>.</summary>
    public void Enter() => Ambient.Value = this;

    /// <summary>Makes the caller's flow what it was before the turn.</summary>
    public void Leave()
    {
        if (Ambient.Value == this)
        {
            Ambient.Value = _outer;
        }
    }

    /// <summary>Ends the turn: flows that outlive it are outside of it.</summary>
    public void End()
    {
        if (!_ended)
        {
            _ended = true;
            _state?.CountTurns(-1);
        }
    }
}
