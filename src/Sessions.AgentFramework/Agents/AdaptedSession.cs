using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Agents;

/// <summary>One of our sessions, as a session of the framework. Its state bag is the framework's; ours is in the session itself.</summary>
internal sealed class AdaptedSession : Framework.AgentSession
{
    public AdaptedSession(Sessions.Agents.AgentSession inner) => Inner = inner;

    public AdaptedSession(Sessions.Agents.AgentSession inner, Framework.AgentSessionStateBag bag)
        : base(bag) => Inner = inner;

    public Sessions.Agents.AgentSession Inner { get; }

    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        base.GetService(serviceType, serviceKey) ?? Inner.GetService(serviceType, serviceKey);
}
