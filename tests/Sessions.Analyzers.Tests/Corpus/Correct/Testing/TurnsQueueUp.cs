using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Testing;

public sealed class QueueTests(IChatClient client)
{
    public async Task<int> Turns_wait_for_each_other()
    {
        AIAgent agent = client.AsAIAgent(name: "Queue");
        AgentSession session = await agent.CreateSessionAsync();
        Task<AgentResponse> first = agent.RunAsync("one", session);
        Task<AgentResponse> second = agent.RunAsync("two", session);
        await Task.WhenAll(first, second);
        return await agent.ReadTurnsAsync(session).CountAsync();
    }
}
