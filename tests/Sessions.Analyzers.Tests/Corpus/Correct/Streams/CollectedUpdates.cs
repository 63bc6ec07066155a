using Company.Models;
using Sessions.Agents;

AIAgent agent = Model.Connect().AsAIAgent(name: "Poet");
AgentSession session = await agent.CreateSessionAsync();
var updates = new List<AgentResponseUpdate>();
await foreach (var update in agent.RunStreamingAsync("Write a poem.", session))
{
    updates.Add(update);
    Console.Write(update.Text);
}

AgentResponse response = updates.ToAgentResponse();
Console.WriteLine($"{response.Text.Length} characters in {updates.Count} updates.");
