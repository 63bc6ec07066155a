using System.Collections.Concurrent;
using System.Threading.Channels;
using Sessions.Agents;

namespace WebChat;

/// <summary>Turns that go on when their reader has left. The host waits for them when it stops, as long as it waits for anything.</summary>
public sealed class DetachedTurns(IHostApplicationLifetime lifetime) : IHostedService
{
    private readonly ConcurrentDictionary<Guid, Task> _running = [];

    /// <summary>Runs a turn to its end, or until the host stops.</summary>
    /// <returns>The turn's updates, for one reader, who may leave at any time.</returns>
    public IAsyncEnumerable<AgentResponseUpdate> Run(AIAgent agent, string message, AgentSession session, AgentRunOptions options)
    {
        var updates = Channel.CreateUnbounded<AgentResponseUpdate>();
        var id = Guid.NewGuid();
        _running[id] = RunAsync();
        return updates.Reader.ReadAllAsync();

        async Task RunAsync()
        {
            await Task.Yield();
            try
            {
                await foreach (var update in agent.RunStreamingAsync(message, session, options, lifetime.ApplicationStopping))
                {
                    await updates.Writer.WriteAsync(update);
                }

                updates.Writer.Complete();
            }
            catch (Exception exception)
            {
                // It is the reader's, if there is one. The agent has logged that the turn failed.
                updates.Writer.Complete(exception);
            }
            finally
            {
                _running.TryRemove(id, out _);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_running.Values).WaitAsync(cancellationToken);
}
