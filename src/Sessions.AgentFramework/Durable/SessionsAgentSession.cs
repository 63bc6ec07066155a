using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Durable;

/// <summary>A session of a <see cref="SessionsAgent"/>: one of ours, with a state bag that shows its state to the framework.</summary>
internal sealed class SessionsAgentSession : Framework.AgentSession
{
    private readonly StateBagMirror _mirror;
    private readonly object _gate = new();
    private RunCall? _running;

    public SessionsAgentSession(Sessions.Agents.AgentSession inner)
    {
        Inner = inner;
        _mirror = new StateBagMirror(inner);
        _mirror.NoteShown(StateBag);
        ShowState();
    }

    /// <summary>The session that is kept in the store.</summary>
    public Sessions.Agents.AgentSession Inner { get; }

    /// <summary>The history as the framework's agent is sent it.</summary>
    public HistoryStamps Stamps { get; } = new();

    /// <summary>Whether a turn is running that was begun with this object.</summary>
    public bool IsRunning => Volatile.Read(ref _running) is not null;

    /// <summary>Lets what was put into the bag be part of the state.</summary>
    public void TakeState() => _mirror.Take();

    /// <summary>Lets the bag be what the state is, unless a turn is running: that does so when it ends.</summary>
    public void ShowState() => EndRun(call: null);

    /// <summary>Begins the turn of a run: the bag shows the state that it begins with, and stays the same until it ends.</summary>
    public void BeginTurn(RunCall call)
    {
        lock (_gate)
        {
            _running = call;
            StateBag = _mirror.Show();
        }
    }

    /// <summary>Ends a run: the bag shows what it left, unless the next one's turn has begun.</summary>
    public void EndRun(RunCall? call)
    {
        lock (_gate)
        {
            if (_running is null || _running == call)
            {
                _running = null;
                StateBag = _mirror.Show();
            }
        }
    }

    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        base.GetService(serviceType, serviceKey) ?? Inner.GetService(serviceType, serviceKey);
}
