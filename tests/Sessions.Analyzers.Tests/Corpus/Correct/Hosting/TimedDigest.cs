using Microsoft.Extensions.Hosting;
using Sessions.Agents;

namespace Hosting;

public sealed class Digest(AIAgent agent, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(24), time);
        AgentSession session = await agent.GetSessionAsync("digest", cancellationToken: stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var response = await agent.RunAsync($"Today is {time.GetUtcNow():D}. What is due?", session, cancellationToken: stoppingToken);
            Console.WriteLine(response.Text);
        }
    }
}
