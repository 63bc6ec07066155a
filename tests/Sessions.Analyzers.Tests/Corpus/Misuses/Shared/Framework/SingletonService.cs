using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

var services = new ServiceCollection();
services.AddSingleton<HelpDesk>(); // misuse: SESS312
await using var provider = services.BuildServiceProvider();
Console.WriteLine(await provider.GetRequiredService<HelpDesk>().AnswerAsync("My screen is black."));

public sealed class HelpDesk
{
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(name: "HelpDesk");
    private AgentSession? _session;

    public async Task<string> AnswerAsync(string question)
    {
        _session ??= await _agent.CreateSessionAsync();
        return (await _agent.RunAsync(question, _session)).Text;
    }
}
