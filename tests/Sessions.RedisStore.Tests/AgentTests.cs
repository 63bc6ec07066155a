using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Sessions.Agents;
using StackExchange.Redis;
using StackExchange.Redis.Profiling;

namespace Sessions.RedisStore.Tests;

/// <summary>Agents on the store.</summary>
public class AgentTests(RedisConnection redis)
{
    [Fact]
    public async Task Another_process_goes_on_with_the_session()
    {
        var (key, address) = (new SessionKey("acme", Guid.NewGuid().ToString()), redis.Database.Multiplexer.Configuration);
        using var first = new ScriptedModel(ModelAnswer.Of("Hello, Alice."));
        await using (var host = HostOf(first, address))
        {
            var agent = host.GetRequiredKeyedService<AIAgent>("Guide");
            await agent.RunAsync("I am Alice.", await agent.GetSessionAsync(key));
        }

        using var second = new ScriptedModel(ModelAnswer.Of("You are Alice."));
        await using var next = HostOf(second, address);
        var again = next.GetRequiredKeyedService<AIAgent>("Guide");
        await again.RunAsync("Who am I?", await again.GetSessionAsync(key));

        Assert.Equal(["I am Alice.", "Hello, Alice.", "Who am I?"], second.Log.Requests.Single().Messages.Select(message => message.Text));
    }

    [Fact]
    public async Task A_turn_asks_the_server_twice()
    {
        var asked = new ProfilingSession();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Database.Multiplexer.Configuration);
        using var model = new ScriptedModel();
        var agent = model.AsAIAgent(new ChatClientAgentOptions { Name = "Guide", SessionStore = new RedisSessionStore(connection.GetDatabase(), RedisConnection.NewPrefix()) });
        var session = await agent.GetSessionAsync("s");
        await agent.RunAsync("Hi.", session);
        connection.RegisterProfiler(() => asked);

        await agent.RunAsync("How are you?", session);

        Assert.Equal(2, asked.FinishProfiling().Count());
    }

    private static ServiceProvider HostOf(IChatClient client, string address)
    {
        var services = new ServiceCollection();
        services.AddSingleton(client);
        Registration.AddSessionsInRedis(services, address);
        return services.BuildServiceProvider(validateScopes: true);
    }
}
