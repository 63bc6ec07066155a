using Company.Models;
using Sessions.Agents;

// One session per file name that the user types: the files have nothing to do with each other.
AIAgent agent = Model.Connect().AsAIAgent(name: "FileReader");
while (Console.ReadLine() is { Length: > 0 } path)
{
    var text = await File.ReadAllTextAsync(path);
    AgentSession session = await agent.GetSessionAsync(path);
    await agent.RunAsync(text, session);
    Console.WriteLine((await agent.RunAsync("What is it about?", session)).Text);
}
