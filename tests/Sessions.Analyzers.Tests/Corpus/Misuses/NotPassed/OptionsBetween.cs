using Company.Models;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Cooking;

public sealed class Cook
{
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(name: "Cook");

    public async Task<string> CookAsync(string dish, CancellationToken cancellationToken)
    {
        var session = await _agent.CreateSessionAsync(cancellationToken); // misuse: SESS302
        var options = new ChatClientAgentRunOptions { ChatOptions = new ChatOptions { Temperature = 0.2f } };
        var list = await _agent.RunAsync($"What do I need for {dish}?", options: options, cancellationToken: cancellationToken);
        Console.WriteLine(list.Text);
        var steps = await _agent.RunAsync("And how is it made?", options: options, cancellationToken: cancellationToken);
        return steps.Text;
    }
}
