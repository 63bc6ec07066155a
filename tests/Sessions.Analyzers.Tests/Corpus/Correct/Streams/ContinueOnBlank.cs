using Company.Models;
using Sessions.Agents;

AIAgent agent = Model.Connect().AsAIAgent(name: "Skipping");
AgentSession session = await agent.CreateSessionAsync();
var words = 0;
await foreach (var update in agent.RunStreamingAsync("Tell me a story.", session))
{
    if (string.IsNullOrWhiteSpace(update.Text))
    {
        continue;
    }

    words += update.Text.Split(' ').Length;
}

Console.WriteLine($"{words} words.");
