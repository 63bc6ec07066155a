using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent joker = Model.Connect().AsAIAgent(instructions: "You are good at telling jokes.", name: "Joker");
AIAgent critic = Model.Connect().AsAIAgent(instructions: "You judge jokes.", name: "Critic");

AgentSession session = await joker.CreateSessionAsync();
Console.WriteLine(await joker.RunAsync("Tell me a joke about a pirate.", session));
Console.WriteLine(await critic.RunAsync("Was that a good one?", session)); // misuse: SESS301
