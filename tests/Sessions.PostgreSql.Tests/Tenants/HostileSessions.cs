using System.Globalization;
using System.Text;
using Sessions.Agents;

namespace Sessions.PostgreSql.Tests.Tenants;

/// <summary>A session of each hostile name, which has words, state and steps that no other has.</summary>
/// <param name="storeOf">The store of a tenant.</param>
internal sealed class HostileSessions(Func<string, PostgreSqlSessionStore> storeOf)
{
    private const string StepKey = "' OR turn_key <> '";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static IReadOnlyList<SessionKey> Keys => HostileNames.Keys;

    /// <summary>Makes the sessions.</summary>
    public async Task CreateAsync()
    {
        for (var at = 0; at < Keys.Count; at++)
        {
            var agent = AgentOf(Keys[at].Tenant);
            var session = await agent.GetSessionAsync(Keys[at], cancellationToken: Token);
            session.State.Update<Tally>(tally => tally with { Count = at });
            await agent.RunAsync(Word(at), session, cancellationToken: Token);
            var step = new StoredStep { Ordinal = 0, Json = Encoding.UTF8.GetBytes($"{at}"), ExpiresAt = DateTimeOffset.UtcNow.AddDays(1) };
            Assert.Equal(StepOutcome.Appended, await storeOf(Keys[at].Tenant).AppendStepAsync(Keys[at], StepKey, step, Token));
        }
    }

    /// <summary>Asserts that each session has what is its own, and that it alone is found by that.</summary>
    public async Task AssertAsync(int at)
    {
        var (store, key) = (storeOf(Keys[at].Tenant), Keys[at]);
        var session = await AgentOf(key.Tenant).GetSessionAsync(key, cancellationToken: Token);
        Assert.Equal([$"user: {Word(at)}", $"assistant: re {Word(at)}"], await AgentOf(key.Tenant).ReadMessagesAsync(session, cancellationToken: Token).Select(MessageText.Of).ToListAsync(Token));
        Assert.Equal(at, session.State.Get<Tally>().Count);
        Assert.Equal($"{at}", StoreData.Text(Assert.Single(await store.ReadStepsAsync(key, StepKey)).Json));
        Assert.Equal([key], await store.ListAsync(new SessionQuery { Tenant = key.Tenant, Text = Word(at) }).Select(found => found.Key).ToListAsync(Token));
    }

    /// <summary>Asserts that a tenant has these sessions, and no others.</summary>
    public async Task AssertTenantAsync(string tenant, IEnumerable<SessionKey> keys) => Assert.Equal(
        keys.Where(key => key.Tenant == tenant).Select(key => key.Id).Order(StringComparer.Ordinal),
        (await storeOf(tenant).ListAsync(SessionQuery.All(tenant)).Select(found => found.Key.Id).ToListAsync(Token)).Order(StringComparer.Ordinal));

    /// <summary>Forks a session, goes on with the fork, and erases it.</summary>
    public async Task ForkAsync(int at)
    {
        var agent = AgentOf(Keys[at].Tenant);
        var fork = await agent.ForkSessionAsync(await agent.GetSessionAsync(Keys[at], cancellationToken: Token), sessionId: "fork", cancellationToken: Token);
        await agent.RunAsync("in the fork", fork, cancellationToken: Token);
        Assert.Equal([Word(at), "in the fork"], await agent.ReadTurnsAsync(fork, cancellationToken: Token).Select(turn => turn.Messages[0].Text).ToListAsync(Token));
        Assert.True(await agent.DeleteSessionAsync(fork.Key, Token));
    }

    public ChatClientAgent AgentOf(string tenant) => new EchoClient().AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = storeOf(tenant) });

    private static string Word(int at) => string.Create(CultureInfo.InvariantCulture, $"word{at}");
}
