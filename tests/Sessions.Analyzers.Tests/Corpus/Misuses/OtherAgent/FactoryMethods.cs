using Company.Models;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Translation;

internal static class Program
{
    private static async Task Main()
    {
        using IChatClient client = Model.Connect();
        var french = CreateFrench(client);
        var spanish = CreateSpanish(client);

        AgentSession session = await french.CreateSessionAsync();
        AgentResponse first = await french.RunAsync("Good morning", session);
        AgentResponse second = await spanish.RunAsync(first.Text, session); // misuse: SESS301
        Console.WriteLine(second.Text);
    }

    private static AIAgent CreateFrench(IChatClient client) =>
        client.AsAIAgent(name: "French", instructions: "Translate into French.");

    private static AIAgent CreateSpanish(IChatClient client) =>
        client.AsAIAgent(name: "Spanish", instructions: "Translate into Spanish.");
}
