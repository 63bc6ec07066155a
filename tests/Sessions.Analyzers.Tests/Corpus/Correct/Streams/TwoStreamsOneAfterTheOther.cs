using Company.Models;
using Sessions.Agents;

namespace Streams;

public static class Program
{
    public static async Task Main()
    {
        AIAgent agent = Model.Connect().AsAIAgent(name: "Twice");
        AgentSession session = await agent.CreateSessionAsync();
        var stream = agent.RunStreamingAsync("First", session);
        await PrintAsync(stream);
        stream = agent.RunStreamingAsync("Second", session);
        await PrintAsync(stream);
    }

    private static async Task PrintAsync(IAsyncEnumerable<AgentResponseUpdate> updates)
    {
        await foreach (var update in updates)
        {
            Console.Write(update.Text);
        }

        Console.WriteLine();
    }
}
