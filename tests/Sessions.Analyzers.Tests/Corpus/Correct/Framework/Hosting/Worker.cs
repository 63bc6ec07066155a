using Microsoft.Agents.AI;
using Microsoft.Extensions.Hosting;

namespace Hosting;

public sealed class InboxWorker(AIAgent agent, Func<CancellationToken, IAsyncEnumerable<string>> mails) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var mail in mails(stoppingToken))
        {
            try
            {
                AgentSession session = await agent.CreateSessionAsync(stoppingToken);
                var answer = await agent.RunAsync(mail, session, cancellationToken: stoppingToken);
                Console.WriteLine(answer.Text);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Console.Error.WriteLine(exception);
            }
        }
    }
}
