using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent agent = Model.Connect().AsAIAgent(name: "Whole");
AgentSession session = await agent.CreateSessionAsync();
AgentResponse response = await agent.RunStreamingAsync("Write a haiku.", session).ToAgentResponseAsync();
Console.WriteLine(response.Text);

List<AgentResponseUpdate> updates = await agent.RunStreamingAsync("And another.", session).ToListAsync();
Console.WriteLine(updates.ToAgentResponse().Text);
