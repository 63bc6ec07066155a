using Microsoft.Agents.AI;

namespace Concurrency;

public sealed class LatestOnly(AIAgent agent, AgentSession session)
{
    private CancellationTokenSource _cancellation = new();
    private Task _running = Task.CompletedTask;

    public async Task SayAsync(string text)
    {
        await _cancellation.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("Stopped.");
        }

        _cancellation.Dispose();
        _cancellation = new CancellationTokenSource();
        _running = agent.RunAsync(text, session, cancellationToken: _cancellation.Token);
        await _running;
    }
}
