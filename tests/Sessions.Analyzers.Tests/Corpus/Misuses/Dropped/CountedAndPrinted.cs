using Company.Models;
using Sessions.Agents;

AIAgent agent = Model.Connect().AsAIAgent(name: "Poet");
AgentSession session = await agent.CreateSessionAsync();
IAsyncEnumerable<AgentResponseUpdate> stream = agent.RunStreamingAsync("Write a poem.", session);

await foreach (var update in stream)
{
    Console.Write(update.Text);
}

AgentResponse whole = await stream.ToAgentResponseAsync(); // misuse: SESS309
Console.WriteLine($"{whole.Text.Length} characters.");
