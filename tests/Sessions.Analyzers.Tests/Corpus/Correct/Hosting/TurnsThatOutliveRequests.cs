using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Sessions.Agents;

namespace Hosting;

public sealed class Detached(IHostApplicationLifetime lifetime) : IHostedService
{
    private readonly ConcurrentDictionary<Guid, Task> _running = [];

    public Guid Start(AIAgent agent, string text, AgentSession session)
    {
        var id = Guid.NewGuid();
        _running[id] = RunAsync(id, agent, text, session);
        return id;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_running.Values).WaitAsync(cancellationToken);

    private async Task RunAsync(Guid id, AIAgent agent, string text, AgentSession session)
    {
        await Task.Yield();
        try
        {
            await agent.RunAsync(text, session, cancellationToken: lifetime.ApplicationStopping);
        }
        finally
        {
            _running.TryRemove(id, out _);
        }
    }
}
