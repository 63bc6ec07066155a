using Company.Models;
using Sessions.Agents;

AIAgent agent = Model.Connect().AsAIAgent(name: "Rooms");
var rooms = new Dictionary<string, AgentSession>();
var current = "hall";

while (Console.ReadLine() is { } line)
{
    if (line.StartsWith("/go ", StringComparison.Ordinal))
    {
        current = line[4..];
        continue;
    }

    if (!rooms.TryGetValue(current, out var session))
    {
        rooms[current] = session = await agent.GetSessionAsync($"room-{current}");
    }

    Console.WriteLine((await agent.RunAsync(line, session)).Text);
}
