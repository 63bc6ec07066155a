using Sessions.Agents;

namespace Sessions.WebChat.Tests;

/// <summary>What belongs to a user of a company is found and erased, and nothing else.</summary>
public sealed class SharedTenantTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shared-tenant-");
    private readonly SqliteSessionStore _store;
    private readonly ChatClientAgent _guide;
    private readonly ChatClientAgent _booking;

    public SharedTenantTests()
    {
        _store = new SqliteSessionStore($"Data Source={Path.Combine(_folder.FullName, "sessions.db")}");
        (_guide, _booking) = (Agent("Guide"), Agent("Booking"));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_user_has_their_own_sessions_alone()
    {
        var session = await SayAsync(_guide, "acme", "alice", "Hello.");

        Assert.NotNull(await SharedTenant.FindAsync(_guide, "acme", "alice", session.Id, Token));
        Assert.Null(await SharedTenant.FindAsync(_guide, "acme", "bob", session.Id, Token));
        Assert.Null(await SharedTenant.FindAsync(_guide, "other", "alice", session.Id, Token));
    }

    [Fact]
    public async Task What_belongs_to_a_user_is_found_whichever_agents_said_it()
    {
        var tour = await SayAsync(_guide, "acme", "alice", "Where are marmots?");
        var hut = await SayAsync(_booking, "acme", "alice", "Book a hut.");
        await SayAsync(_guide, "acme", "bob", "Where are marmots?");
        await SayAsync(_guide, "other", "alice", "Where are marmots?");

        Assert.Equal([hut.Key, tour.Key], await KeysAsync("alice"));
        Assert.Equal([tour.Key], await KeysAsync("alice", "marmots"));
    }

    [Fact]
    public async Task A_user_who_leaves_is_erased_with_forks_and_nobody_else_is()
    {
        var session = await SayAsync(_guide, "acme", "alice", "Where are marmots?");
        await _guide.ForkSessionAsync(session, cancellationToken: Token);
        await SayAsync(_booking, "acme", "alice", "Book a hut.");
        var bobs = await SayAsync(_guide, "acme", "bob", "Hello.");
        var namesake = await SayAsync(_guide, "other", "alice", "Hello.");
        Assert.Equal(3, (await KeysAsync("alice")).Count);

        await SharedTenant.EraseAsync(_guide, "acme", "alice", Token);

        Assert.Empty(await KeysAsync("alice"));
        Assert.Equal([bobs.Key], await KeysAsync("bob"));
        Assert.NotNull(await _store.LoadAsync(namesake.Key, Token));
    }

    private async Task<List<SessionKey>> KeysAsync(string user, string? text = null) =>
        await SharedTenant.List(_store, "acme", user, text, Token).Select(session => session.Key).ToListAsync(Token);

    private static async Task<AgentSession> SayAsync(ChatClientAgent agent, string company, string user, string message)
    {
        var session = await SharedTenant.CreateAsync(agent, company, user, Token);
        await agent.RunAsync(message, session, cancellationToken: Token);
        return session;
    }

    private ChatClientAgent Agent(string name) => new ScriptedModel().AsAIAgent(new ChatClientAgentOptions { Name = name, SessionStore = _store });
}
