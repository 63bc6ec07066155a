using Sessions;
using Sessions.Agents;

namespace Web;

public sealed class Saving(AIAgent agent)
{
    public async Task HandleAsync(SessionKey key, string text, CancellationToken aborted)
    {
        AgentSession session = await agent.GetSessionAsync(key, cancellationToken: aborted);
        try
        {
            await agent.RunAsync(text, session, cancellationToken: aborted);
        }
        finally
        {
            await agent.SaveSessionAsync(session, CancellationToken.None);
        }
    }
}
