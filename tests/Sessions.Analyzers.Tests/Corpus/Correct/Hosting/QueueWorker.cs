using Microsoft.Extensions.Hosting;
using Sessions;
using Sessions.Agents;

namespace Hosting;

public interface IQueue
{
    IAsyncEnumerable<(string Tenant, string Conversation, string Text)> ReadAsync(CancellationToken cancellationToken);
}

public sealed class QueueWorker(IQueue queue, AIAgent agent) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (tenant, conversation, text) in queue.ReadAsync(stoppingToken))
        {
            AgentSession session = await agent.GetSessionAsync(new SessionKey(tenant, conversation), cancellationToken: stoppingToken);
            await agent.RunAsync(text, session, cancellationToken: stoppingToken);
        }
    }
}
