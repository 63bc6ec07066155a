using Company.Models;
using Sessions.Agents;

namespace Meetings;

public static class Program
{
    public static async Task Main(string[] args)
    {
        using var client = Model.Connect();
        AIAgent moderator = client.AsAIAgent(name: "Moderator", instructions: "Lead the meeting.");
        AIAgent clerk = client.AsAIAgent(name: "Clerk", instructions: "Sum up.");
        AgentSession session = await moderator.CreateSessionAsync("meeting-1");
        try
        {
            foreach (var point in args)
            {
                Console.WriteLine((await moderator.RunAsync(point, session)).Text);
            }
        }
        finally
        {
            var minutes = await clerk.RunAsync("Write the minutes.", session); // misuse: SESS301
            Console.WriteLine(minutes.Text);
        }
    }
}
