using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Testing;

public sealed class LeftStreamTests(IChatClient client)
{
    public async Task<long> Nothing_is_kept_of_a_stream_that_is_left()
    {
        AIAgent agent = client.AsAIAgent(name: "Left");
        AgentSession session = await agent.CreateSessionAsync();
        await using var updates = agent.RunStreamingAsync("Tell me a story.", session).GetAsyncEnumerator();
        await updates.MoveNextAsync();
        return session.CurrentTurn;
    }
}
