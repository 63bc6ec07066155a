using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent[] agents = [Model.Connect().AsAIAgent(name: "A"), Model.Connect().AsAIAgent(name: "B")];
await Task.WhenAll(agents.Select(async agent =>
{
    var session = await agent.CreateSessionAsync();
    await foreach (var update in agent.RunStreamingAsync("Hello", session))
    {
        Console.WriteLine($"{agent.Name}: {update.Text}");
    }
}));
