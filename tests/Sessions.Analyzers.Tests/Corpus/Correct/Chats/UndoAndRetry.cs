using Company.Models;
using Sessions;
using Sessions.Agents;

AIAgent agent = Model.Connect().AsAIAgent(new ChatClientAgentOptions { Name = "Undo", SessionStore = new InMemorySessionStore() });
AgentSession session = await agent.GetSessionAsync("undo");

while (Console.ReadLine() is { } line)
{
    if (line == "/undo" && session.CurrentTurn > 0)
    {
        await agent.RewindSessionAsync(session, session.CurrentTurn - 1);
        continue;
    }

    if (line == "/again")
    {
        Console.WriteLine((await agent.RegenerateAsync(session)).Text);
        continue;
    }

    Console.WriteLine((await agent.RunAsync(line, session)).Text);
}
