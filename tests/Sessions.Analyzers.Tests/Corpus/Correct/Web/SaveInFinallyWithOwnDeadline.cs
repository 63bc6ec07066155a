using Sessions.Agents;

namespace Web;

public sealed class Deadline(AIAgent agent)
{
    public async Task HandleAsync(AgentSession session, string text, CancellationToken aborted)
    {
        try
        {
            await agent.RunAsync(text, session, cancellationToken: aborted);
        }
        finally
        {
            using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await agent.SaveSessionAsync(session, grace.Token);
        }
    }
}
