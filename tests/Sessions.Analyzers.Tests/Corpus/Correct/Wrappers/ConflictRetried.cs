using Sessions;
using Sessions.Agents;

namespace Wrappers;

public sealed class CounterTurns(AIAgent agent)
{
    public async Task<AgentResponse> RunAsync(SessionKey key, string text)
    {
        while (true)
        {
            AgentSession session = await agent.GetSessionAsync(key);
            try
            {
                return await agent.RunAsync(text, session);
            }
            catch (SessionConflictException)
            {
                // Loaded again, and asked again.
                await Task.Delay(50);
            }
        }
    }
}
