using Company.Models;
using Sessions;
using Sessions.Agents;

namespace Worker;

public sealed class TurnWorker(SessionStore store)
{
    public async Task WorkAsync(string job, CancellationToken stoppingToken)
    {
        AIAgent agent = Model.Connect().AsAIAgent(new ChatClientAgentOptions { Name = "Worker", SessionStore = store });
        AgentSession session = await agent.GetSessionAsync(job, cancellationToken: stoppingToken);
        try
        {
            await agent.RunAsync("Do the job.", session, cancellationToken: stoppingToken);
        }
        finally
        {
            await agent.SaveSessionAsync(session, stoppingToken); // misuse: SESS310
        }
    }
}
