using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent agent = Model.Connect().AsAIAgent(instructions: "You are good at telling jokes.", name: "Joker");
Console.WriteLine(await agent.RunAsync("Tell me a joke about a pirate."));

await foreach (AgentResponseUpdate update in agent.RunStreamingAsync("Tell me another one."))
{
    Console.WriteLine(update);
}
