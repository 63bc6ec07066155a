using Company.Models;
using Microsoft.Extensions.DependencyInjection;
using Sessions.Agents;

namespace Hosting;

public sealed class ScopedConversation(AIAgent agent)
{
    private AgentSession? _session;

    public string? Id { get; set; }

    public async Task<string> AskAsync(string text)
    {
        _session ??= await agent.GetSessionAsync(Id);
        return (await agent.RunAsync(text, _session)).Text;
    }
}

public static class Registration
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<AIAgent>(Model.Connect().AsAIAgent(name: "Scoped"));
        services.AddScoped<ScopedConversation>();
    }
}
