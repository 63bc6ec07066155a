using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Sessions.Agents;

namespace Sessions.Tests.DependencyInjection;

/// <summary>Which sessions <see cref="AgentSessionsBuilder.ExpireSessions"/> lets expire, and when.</summary>
public class ExpireSessionsTests
{
    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData("A", true)]
    [InlineData("B", false)]
    public async Task Sessions_of_the_registered_store_expire_and_those_of_an_agents_own_do_not(string name, bool expires)
    {
        var own = new InMemorySessionStore(_clock);
        var services = new ServiceCollection().AddSingleton<IChatClient>(new ScriptedModel()).AddSingleton<SessionStore>(new InMemorySessionStore(_clock));
        services.AddAgentSessions().AddAgent("A", (_, options) => options.TimeProvider = _clock)
            .AddAgent("B", (_, options) => (options.TimeProvider, options.SessionStore) = (_clock, own))
            .ExpireSessions(SessionExpiration.Sliding(TimeSpan.FromDays(1)));
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        var agent = provider.GetRequiredKeyedService<AIAgent>(name);

        await agent.RunAsync("hi", await agent.GetSessionAsync("s"));

        Assert.Equal(expires ? StoreData.Time.AddDays(1) : null, (await agent.FindSessionAsync(new SessionKey("s")))!.Details.ExpiresAt);
    }

    [Fact]
    public async Task A_time_beyond_the_end_of_time_is_its_end()
    {
        var store = new InMemorySessionStore(_clock).WithExpiration(SessionExpiration.Sliding(TimeSpan.MaxValue));
        var agent = new ScriptedModel().AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store, TimeProvider = _clock });
        var session = await agent.GetSessionAsync("s");
        await agent.RunAsync("hi", session);
        var fork = await agent.ForkSessionAsync(session);

        Assert.Equal(DateTimeOffset.MaxValue, (await agent.FindSessionAsync(session.Key))!.Details.ExpiresAt);
        Assert.Equal(DateTimeOffset.MaxValue, (await agent.FindSessionAsync(fork.Key))!.Details.ExpiresAt);
    }
}
