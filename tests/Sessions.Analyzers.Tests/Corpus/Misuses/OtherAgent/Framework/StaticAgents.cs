using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Bots;

public static class Bots
{
    private static readonly AIAgent Greeter = Model.Connect().AsAIAgent(name: "Greeter");
    private static readonly AIAgent Seller = Model.Connect().AsAIAgent(name: "Seller");

    public static async Task<string> ServeAsync(string message)
    {
        AgentSession session = await Greeter.CreateSessionAsync();
        AgentResponse greeting = await Greeter.RunAsync(message, session);
        Console.WriteLine(greeting.Text);
        AgentResponse offer = await Seller.RunAsync("Offer something.", session); // misuse: SESS301
        return offer.Text;
    }
}
