using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace MusicHistory;

internal class Program
{
    private static async Task Main(string[] args)
    {
        AIAgent agent = new ChatClientAgent(Model.Connect(), instructions: "You know music.", name: "MusicHistorian");

        // Keeps the context of the conversation.
        AgentSession session = await agent.CreateSessionAsync(); // misuse: SESS302

        await foreach (var update in agent.RunStreamingAsync("Who was Bob Marley?"))
        {
            Console.Write(update.Text);
        }

        await foreach (var update in agent.RunStreamingAsync("Tell me more about his beliefs."))
        {
            Console.Write(update.Text);
        }
    }
}
