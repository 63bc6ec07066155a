using Company.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Sessions;
using Sessions.Agents;

namespace Hosting;

public static class Registration
{
    public static IServiceCollection AddAssistants(this IServiceCollection services)
    {
        services.AddSingleton(Model.Connect());
        services.AddSingleton<SessionStore>(new InMemorySessionStore());
        services.AddKeyedSingleton<AIAgent>("Guide", (provider, key) => Create(provider, (string)key!));
        services.AddKeyedSingleton<AIAgent>("Booker", (provider, key) => Create(provider, (string)key!));
        return services;
    }

    private static ChatClientAgent Create(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IChatClient>().AsAIAgent(new ChatClientAgentOptions
        {
            Name = name,
            SessionStore = provider.GetRequiredService<SessionStore>(),
        });
}
