using Sessions.Agents;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.History;

/// <summary>Shows a provider the key and the typed state of a session of the framework, which is had as a service, and so is its agent.</summary>
internal sealed class StandInSession : AgentSession
{
    private readonly StandInAgent _agent;
    private readonly Framework.AgentSession _inner;

    public StandInSession(SessionKey key, StandInAgent agent, Framework.AgentSession inner)
        : this(new BagStore(inner.StateBag, key, agent.Id), agent, inner)
    {
    }

    private StandInSession(BagStore store, StandInAgent agent, Framework.AgentSession inner)
        : base(store.Session, store) => (_agent, _inner) = (agent, inner);

    /// <summary>Whether there is state, here or in the bag: the session's key is most often all that the bag has.</summary>
    public bool HasState => _inner.StateBag.Count > (SessionKeys.FindOwn(_inner) is null ? 1 : 0) || State.Keys.Count > 0;

    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        base.GetService(serviceType, serviceKey) ?? _inner.GetService(serviceType, serviceKey) ?? _agent.Inner.GetService(serviceType, serviceKey);
}
