using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Registration;

public static class ServiceRegistration
{
    public static IServiceCollection AddChat(this IServiceCollection services)
    {
        services.AddSingleton<AIAgent>(_ => Model.Connect().AsAIAgent(name: "Chat"));
        services.AddSingleton<AgentSession>(provider => // misuse: SESS312
            provider.GetRequiredService<AIAgent>().CreateSessionAsync().AsTask().GetAwaiter().GetResult());
        return services;
    }
}
