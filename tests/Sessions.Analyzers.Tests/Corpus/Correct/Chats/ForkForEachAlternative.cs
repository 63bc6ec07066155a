using Company.Models;
using Sessions;
using Sessions.Agents;

AIAgent agent = Model.Connect().AsAIAgent(new ChatClientAgentOptions { Name = "Novelist", SessionStore = new InMemorySessionStore() });
AgentSession story = await agent.GetSessionAsync("story");
await agent.RunAsync("Begin a story.", story);

var endings = new List<string>();
foreach (var mood in new[] { "happy", "sad", "open" })
{
    AgentSession fork = await agent.ForkSessionAsync(story);
    endings.Add((await agent.RunAsync($"Give it a {mood} end.", fork)).Text);
}

Console.WriteLine(string.Join("\n---\n", endings));
