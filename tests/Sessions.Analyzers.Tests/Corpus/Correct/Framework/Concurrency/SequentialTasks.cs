using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent agent = Model.Connect().AsAIAgent(name: "InOrder");
AgentSession session = await agent.CreateSessionAsync();
Task<AgentResponse>? previous = null;
foreach (var question in new[] { "one", "two", "three" })
{
    if (previous is not null)
    {
        Console.WriteLine(await previous);
    }

    previous = agent.RunAsync(question, session);
}

Console.WriteLine(await previous!);
