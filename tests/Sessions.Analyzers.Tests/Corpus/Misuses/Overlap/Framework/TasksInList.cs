using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Batch;

public sealed class BatchRunner
{
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(name: "Batch");

    public async Task<IReadOnlyList<string>> RunAsync(IEnumerable<string> prompts, CancellationToken cancellationToken)
    {
        var session = await _agent.CreateSessionAsync(cancellationToken);
        var running = new List<Task<AgentResponse>>();
        foreach (var prompt in prompts)
        {
            running.Add(_agent.RunAsync(prompt, session, cancellationToken: cancellationToken)); // misuse: SESS304
        }

        var responses = await Task.WhenAll(running);
        return [.. responses.Select(response => response.Text)];
    }
}
