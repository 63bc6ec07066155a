using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Sessions.RedisStore.Tests;

/// <summary>How an application registers the store.</summary>
public static class Registration
{
    public static void AddSessionsInRedis(IServiceCollection services, string address)
    {
        services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(address));
        services.AddSingleton<SessionStore>(services =>
            new RedisSessionStore(services.GetRequiredService<IConnectionMultiplexer>().GetDatabase()));
        services.AddAgentSessions().AddAgent("Guide");
    }
}
