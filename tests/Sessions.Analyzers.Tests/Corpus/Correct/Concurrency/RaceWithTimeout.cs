using Company.Models;
using Sessions.Agents;

namespace Concurrency;

public sealed class Patient(AIAgent agent)
{
    public async Task<string> AskAsync(string question, AgentSession session)
    {
        using var cancellation = new CancellationTokenSource();
        Task<AgentResponse> run = agent.RunAsync(question, session, cancellationToken: cancellation.Token);
        if (await Task.WhenAny(run, Task.Delay(TimeSpan.FromSeconds(20), CancellationToken.None)) != run)
        {
            await cancellation.CancelAsync();
        }

        return (await run).Text;
    }
}
