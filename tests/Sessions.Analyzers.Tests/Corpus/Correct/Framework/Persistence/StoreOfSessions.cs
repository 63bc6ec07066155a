#pragma warning disable MAAI001
using Microsoft.Agents.AI;

namespace Persistence;

public sealed class HostedChat(AIAgent agent, AgentSessionStore store)
{
    public async Task<string> SayAsync(string tenant, string id, string text, CancellationToken cancellationToken)
    {
        var key = new AgentSessionStoreKey(id).WithPartition("tenant", tenant);
        AgentSession session = await store.GetOrCreateSessionAsync(agent, key, cancellationToken);
        AgentResponse response = await agent.RunAsync(text, session, cancellationToken: cancellationToken);
        await store.SaveSessionAsync(agent, key, session, cancellationToken);
        return response.Text;
    }
}
