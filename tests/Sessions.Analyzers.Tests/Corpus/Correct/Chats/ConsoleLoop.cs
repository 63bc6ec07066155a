using Company.Models;
using Sessions.Agents;

AIAgent agent = Model.Connect().AsAIAgent(name: "Guide", instructions: "You are a guide.");
AgentSession session = await agent.CreateSessionAsync();
Console.WriteLine($"Session {session.Id}");

while (Console.ReadLine() is { Length: > 0 } line)
{
    await foreach (AgentResponseUpdate update in agent.RunStreamingAsync(line, session))
    {
        Console.Write(update.Text);
    }

    Console.WriteLine();
}
