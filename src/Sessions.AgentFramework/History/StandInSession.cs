using Sessions.Agents;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.History;

/// <summary>Shows a provider the key and the typed state of a session of the framework, which is had as a service, and so is its agent.</summary>
internal sealed class StandInSession(SessionKey key, StandInAgent agent, Framework.AgentSession session) : AgentSession(key, agent.Id, TimeProvider.System.GetUtcNow())
{
    public Framework.AgentSession Inner { get; } = session;

    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        base.GetService(serviceType, serviceKey) ?? Inner.GetService(serviceType, serviceKey) ?? agent.Inner.GetService(serviceType, serviceKey);
}
