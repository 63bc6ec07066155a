using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent agent = Model.Connect().AsAIAgent(name: "Planner");
AgentSession session = await agent.CreateSessionAsync();

var updates = agent.RunStreamingAsync("Plan my week.", session); // misuse: SESS303
Console.WriteLine("Your week is planned.");
