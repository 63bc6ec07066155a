using Company.Models;
using Sessions.Agents;

namespace Chats;

internal static class Program
{
    private static async Task Main()
    {
        AIAgent agent = Model.Connect().AsAIAgent(name: "Helper");
        AgentSession session = await agent.CreateSessionAsync();
        while (true)
        {
            var line = Console.ReadLine();
            switch (line)
            {
                case null or "/quit":
                    return;
                case "/new":
                    session = await agent.CreateSessionAsync();
                    Console.WriteLine("A new conversation.");
                    break;
                default:
                    Console.WriteLine((await agent.RunAsync(line, session)).Text);
                    break;
            }
        }
    }
}
