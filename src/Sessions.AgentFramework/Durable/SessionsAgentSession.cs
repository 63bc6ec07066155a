using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Durable;

/// <summary>A session of a <see cref="SessionsAgent"/>: one of ours, with a state bag that shows its state to the framework.</summary>
internal sealed class SessionsAgentSession : Framework.AgentSession
{
    private readonly StateBagMirror _mirror;

    public SessionsAgentSession(Sessions.Agents.AgentSession inner)
    {
        Inner = inner;
        _mirror = new StateBagMirror(inner);
        ShowState();
    }

    /// <summary>The session that is kept in the store.</summary>
    public Sessions.Agents.AgentSession Inner { get; }

    /// <summary>The history as the framework's agent is sent it.</summary>
    public HistoryStamps Stamps { get; } = new();

    /// <summary>Lets what was put into the bag be part of the state.</summary>
    public void TakeState() => _mirror.Take(StateBag);

    /// <summary>Lets the bag be what the state is.</summary>
    public void ShowState() => StateBag = _mirror.Show(StateBag);

    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        base.GetService(serviceType, serviceKey) ?? Inner.GetService(serviceType, serviceKey);
}
