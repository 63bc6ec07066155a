using Company.Models;
using Sessions.Agents;

namespace Shop;

public sealed class ShopAssistant
{
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(name: "Shop");

    public async Task WelcomeAsync(string customer)
    {
        AgentSession session = await _agent.GetSessionAsync(customer);
        _agent.RunAsync($"{customer} has come in.", session); // misuse: SESS307
        Console.WriteLine("Welcome!");
    }
}
