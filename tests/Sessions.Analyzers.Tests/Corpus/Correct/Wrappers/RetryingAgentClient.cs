using Sessions;
using Sessions.Agents;

namespace Wrappers;

public sealed class RetryingChat(AIAgent agent, int attempts = 3)
{
    public async Task<AgentResponse> RunAsync(string text, AgentSession session, string turnKey, CancellationToken cancellationToken)
    {
        var options = new AgentRunOptions { TurnKey = turnKey };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await agent.RunAsync(text, session, options, cancellationToken);
            }
            catch (HttpRequestException) when (attempt < attempts)
            {
                await Task.Delay(TimeSpan.FromSeconds(attempt), cancellationToken);
            }
        }
    }
}
