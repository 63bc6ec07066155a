using Company.Models;
using Sessions.Agents;

namespace Chat;

internal static class Program
{
    private static async Task Main()
    {
        AIAgent agent = Model.Connect().AsAIAgent(name: "Friend");
        string? input;
        while ((input = Console.ReadLine()) != null)
        {
            AgentSession session = await agent.CreateSessionAsync(); // misuse: SESS317
            await foreach (var update in agent.RunStreamingAsync(input, session))
            {
                Console.Write(update.Text);
            }

            Console.WriteLine();
        }
    }
}
