using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.PostgreSql.Tests.RoundTrips;

/// <summary>How often what an agent does waits for the server, on a connection that is open.</summary>
public sealed class RoundTripTests : IAsyncLifetime
{
    private static readonly SessionKey Key = new("acme", "s");

    private readonly string _schema = TestSchemas.Rent();
    private readonly ServerProxy _proxy = new(PostgresDatabase.Server.Port);
    private readonly PostgreSqlSessionStore _store;
    private readonly ChatClientAgent _agent;
    private int _tools;

    public RoundTripTests()
    {
        _store = new PostgreSqlSessionStore(
            $"Host=127.0.0.1;Port={_proxy.Port};Username=postgres;Database=postgres;Maximum Pool Size=1", new PostgreSqlSessionStoreOptions { Schema = _schema });
        _agent = Agent();
    }

    /// <summary>Each turn is two, whatever it is of the session's.</summary>
    public static TheoryData<bool, int> Turns { get; } = new() { { false, 1 }, { false, 40 }, { true, 1 }, { true, 40 } };

    public async ValueTask InitializeAsync() => await _store.InitializeAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _proxy.DisposeAsync();
        TestSchemas.Return(_schema);
    }

    [Theory]
    [MemberData(nameof(Turns))]
    public async Task A_turn_takes_two(bool streamed, int before)
    {
        var session = await TalkAsync(before);

        Assert.Equal(2, await CountAsync(() => _agent.RunAsync(streamed, "again", session)));
        session.State.Update<Tally>(tally => tally with { Count = 1 });
        Assert.Equal(2, await CountAsync(() => _agent.RunAsync(streamed, "again", session)));
    }

    [Theory]
    [MemberData(nameof(Turns))]
    public async Task Opening_a_session_takes_one_and_its_first_turn_two(bool streamed, int before)
    {
        await TalkAsync(before);
        var agent = Agent();
        AgentSession? session = null;

        Assert.Equal(1, await CountAsync(async () => session = await agent.GetSessionAsync(Key)));
        Assert.Equal(2, await CountAsync(() => agent.RunAsync(streamed, "again", session)));
    }

    [Fact]
    public async Task The_first_turn_of_a_session_takes_two()
    {
        await TalkAsync(1);
        var session = await _agent.GetSessionAsync(new SessionKey("acme", "new"));

        Assert.Equal(2, await CountAsync(() => _agent.RunAsync("hi", session)));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public async Task A_turn_with_a_key_takes_one_more_a_tool(int tools, bool streamed)
    {
        var session = await TalkAsync(1);
        _tools = tools;

        Assert.Equal(2 + tools, await CountAsync(() => _agent.RunAsync(streamed, "again", session, new AgentRunOptions { TurnKey = "k" })));
        Assert.Equal(1, await CountAsync(() => Agent().RunAsync(streamed, "again", session, new AgentRunOptions { TurnKey = "k" })));
    }

    [Fact]
    public async Task Operations_and_pages_take_one()
    {
        var session = await TalkAsync(5);
        session.State.Update<Tally>(tally => tally with { Count = 1 });

        Assert.Equal(1, await CountAsync(async () => await _agent.SaveSessionAsync(session)));
        Assert.Equal(1, await CountAsync(async () => await _agent.ForkSessionAsync(session, sessionId: "fork")));
        Assert.Equal(1, await CountAsync(async () => await _agent.ForkSessionAsync(session, throughTurn: 2, sessionId: "fork of before")));
        Assert.Equal(1, await CountAsync(async () => await _agent.UpdateDetailsAsync(session, details => details with { Title = "title" })));
        Assert.Equal(1, await CountAsync(async () => Assert.Equal(3, (await _agent.ListSessionsAsync(new SessionQuery { Tenant = "acme" }).ToListAsync()).Count)));
        Assert.Equal(1, await CountAsync(async () => Assert.NotEmpty((await _store.ReadTurnsAsync(Key, new TurnRange { ThroughTurn = 4 })).Turns)));
        Assert.Equal(1, await CountAsync(async () => Assert.NotNull(await _agent.FindSessionAsync(Key))));
        Assert.Equal(1, await CountAsync(async () => Assert.True(await _agent.DeleteSessionAsync(Key))));
        Assert.Equal(1, await CountAsync(async () => Assert.False(await _store.DeleteAsync(Key))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_turn_under_a_lease_takes_one(bool streamed)
    {
        var agent = Agent(new SessionLeaseOptions { IdleDuration = TimeSpan.FromSeconds(30) });
        var session = await agent.GetSessionAsync(Key);

        Assert.Equal(2, await CountAsync(() => agent.RunAsync(streamed, "first", session)));
        Assert.Equal(1, await CountAsync(() => agent.RunAsync(streamed, "second", session)));
        session.State.Update<Tally>(tally => tally with { Count = 1 });
        Assert.Equal(1, await CountAsync(() => agent.RunAsync(streamed, "third", session)));
        _tools = 3;
        Assert.Equal(1, await CountAsync(() => agent.RunAsync(streamed, "fourth", session)));
        Assert.Equal(5, await CountAsync(() => agent.RunAsync(streamed, "fifth", session, new AgentRunOptions { TurnKey = "k" })));
    }

    [Fact]
    public async Task A_search_by_words_takes_two()
    {
        await TalkAsync(1);
        var query = new SessionQuery { Tenant = "acme", Text = "message" };
        Assert.Single(await _store.ListAsync(query).ToListAsync());

        Assert.Equal(2, await CountAsync(async () => Assert.Single(await _store.ListAsync(query).ToListAsync())));
    }

    private async Task<long> CountAsync(Func<Task> act)
    {
        var before = _proxy.RoundTrips;
        await act();
        return _proxy.RoundTrips - before;
    }

    private async Task<AgentSession> TalkAsync(int turns)
    {
        var session = await _agent.GetSessionAsync(Key);
        for (var turn = 1; turn <= turns; turn++)
        {
            await _agent.RunAsync($"message {turn}", session);
        }

        return session;
    }

    private ChatClientAgent Agent(SessionLeaseOptions? lease = null) => new ScriptedModel(Answer).AsAIAgent(new ChatClientAgentOptions
    {
        Name = "A",
        SessionStore = _store,
        SessionLease = lease,
        ConfigureChatClient = client => new FunctionInvokingChatClient(client),
        ChatOptions = new ChatOptions { Tools = [AIFunctionFactory.Create(() => "done", "work")] },
    });

    private ModelAnswer Answer(ModelRequest request)
    {
        var done = request.Messages.Reverse().TakeWhile(message => message.Role != ChatRole.User).Count(message => message.Role == ChatRole.Tool);
        return done < _tools ? ModelAnswer.Nothing.Call($"c{done}", "work") : ModelAnswer.Of("done");
    }
}
