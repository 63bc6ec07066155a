using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

var services = new ServiceCollection();
services.AddSingleton<AIAgent>(Model.Connect().AsAIAgent(name: "Scoped"));
services.AddScoped<UserChat>();
await using var provider = services.BuildServiceProvider();
await using var scope = provider.CreateAsyncScope();
Console.WriteLine(await scope.ServiceProvider.GetRequiredService<UserChat>().AskAsync("Hello"));

public sealed class UserChat(AIAgent agent)
{
    private AgentSession? _session;

    public async Task<string> AskAsync(string text)
    {
        _session ??= await agent.CreateSessionAsync();
        return (await agent.RunAsync(text, _session)).Text;
    }
}
