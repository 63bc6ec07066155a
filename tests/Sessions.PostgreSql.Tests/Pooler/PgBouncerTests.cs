using Microsoft.Extensions.AI;
using Npgsql;
using Sessions.Agents;
using Sessions.Testing;

namespace Sessions.PostgreSql.Tests.Pooler;

/// <summary>The store behind PgBouncer in transaction mode: each of its transactions may be on another connection.</summary>
public sealed class PgBouncerTests(PgBouncer pooler) : IClassFixture<PgBouncer>, IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _sources = [];
    private readonly string _schema = TestSchemas.Rent();

    /// <summary>A case of each kind.</summary>
    public static TheoryData<string> Names { get; } = [.. SessionStoreConformance.Cases(_ => throw new InvalidOperationException(), SessionStoreCapabilities.TextSearch | SessionStoreCapabilities.Leases).Select(one => one.Name).Where(name => !name.Contains("300", StringComparison.Ordinal)).DistinctBy(name => name.Split(':')[0])];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sources)
        {
            await source.DisposeAsync();
        }

        TestSchemas.Return(_schema);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_store_passes(string name)
    {
        var source = Source();
        var cases = SessionStoreConformance.Cases(clock => Task.FromResult<SessionStore>(new PostgreSqlSessionStore(source, new PostgreSqlSessionStoreOptions { Schema = _schema, TimeProvider = clock })), SessionStoreCapabilities.TextSearch | SessionStoreCapabilities.Leases);
        await cases.Single(one => one.Name == name).RunAsync(Token);
    }

    [Fact]
    public async Task Hosts_that_start_at_once_make_the_schema_once()
    {
        var schema = TestSchemas.New();
        var stores = Enumerable.Range(0, 10).Select(_ => new PostgreSqlSessionStore(Source(), new PostgreSqlSessionStoreOptions { Schema = schema })).ToList();

        await Task.WhenAll(stores.Select((store, number) => Task.Run(async () => Assert.Equal(
            CommitOutcome.Committed, (await store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(new SessionKey($"{number}")) }, Token)).Outcome))));

        Assert.Equal(10, await stores[0].ListAsync(SessionQuery.All("")).CountAsync(Token));
        TestSchemas.Return(schema);
    }

    [Fact]
    public async Task A_turn_with_a_key_runs_its_tools_once_in_whatever_process_it_goes_on()
    {
        var ran = 0;
        var tool = AIFunctionFactory.Create(() => $"order {++ran}", "order");
        var fails = true;
        var model = new ScriptedModel(request => request.Messages[^1].Role == ChatRole.User ? ModelAnswer.Nothing.Call("c", "order")
            : fails ? ModelAnswer.Nothing.FailWith(new HttpRequestException("down")) : ModelAnswer.Of("ordered"));
        var options = new AgentRunOptions { TurnKey = "k" };
        var first = Agent(model, tool);
        await Assert.ThrowsAsync<HttpRequestException>(async () => await first.RunAsync("order", await first.GetSessionAsync("s", cancellationToken: Token), options, Token));
        fails = false;

        var second = Agent(model, tool);
        Assert.Equal("ordered", (await second.RunAsync("order", await second.GetSessionAsync("s", cancellationToken: Token), options, Token)).Text);
        var third = Agent(model, tool);
        Assert.Equal("ordered", (await third.RunAsync("order", await third.GetSessionAsync("s", cancellationToken: Token), options, Token)).Text);

        Assert.Equal(1, ran);
    }

    [Fact]
    public async Task Of_racing_turns_each_is_kept_once()
    {
        const int Hosts = 8;
        const int Turns = 10;
        await Task.WhenAll(Enumerable.Range(0, Hosts).Select(host => Task.Run(async () =>
        {
            var agent = Agent(new ScriptedModel(request => ModelAnswer.Of($"re {request.Messages[^1].Text}")));
            for (var number = 0; number < Turns; number++)
            {
                await agent.RunAsync($"{host}-{number}", await agent.GetSessionAsync($"s{number % 4}", cancellationToken: Token), new AgentRunOptions { OnConflict = ConflictHandling.Retry }, Token);
            }
        })));

        var last = Agent(new ScriptedModel());
        var inputs = new List<string>();
        for (var number = 0; number < 4; number++)
        {
            var session = await last.GetSessionAsync($"s{number}", cancellationToken: Token);
            var turns = await last.ReadTurnsAsync(session, cancellationToken: Token).ToListAsync(Token);
            Assert.Equal(turns.Count, session.Revision);
            inputs.AddRange(turns.Select(turn => turn.Messages[0].Text));
        }

        Assert.Equal(
            Enumerable.Range(0, Hosts).SelectMany(host => Enumerable.Range(0, Turns).Select(number => $"{host}-{number}")).Order(StringComparer.Ordinal), inputs.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Sessions_are_found_by_their_words()
    {
        var store = Store();
        var agent = new EchoClient().AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store });
        await agent.RunAsync("A refund, please", await agent.GetSessionAsync("before", cancellationToken: Token), cancellationToken: Token);
        Assert.Equal(["before"], await FindAsync(store));
        await agent.RunAsync("Another refund, please", await agent.GetSessionAsync("since", cancellationToken: Token), cancellationToken: Token);
        Assert.Equal(["before", "since"], await FindAsync(Store()));
    }

    private static async Task<List<string>> FindAsync(SessionStore store) =>
        await store.ListAsync(new SessionQuery { Text = "refund", Order = SessionOrder.Id }).Select(session => session.Key.Id).ToListAsync(Token);

    private ChatClientAgent Agent(ScriptedModel model, AIFunction? tool = null) => model.AsAIAgent(new ChatClientAgentOptions
    {
        Name = "A",
        SessionStore = new AnotherProcess(Store()),
        ConfigureChatClient = client => new FunctionInvokingChatClient(client),
        ChatOptions = tool is null ? null : new ChatOptions { Tools = [tool] },
    });

    private PostgreSqlSessionStore Store() => new(Source(), new PostgreSqlSessionStoreOptions { Schema = _schema });

    /// <summary>The connections of another process, of which there are more than the pooler has to the server.</summary>
    private NpgsqlDataSource Source()
    {
        var source = NpgsqlDataSource.Create(pooler.ConnectionString + ";No Reset On Close=true");
        _sources.Add(source);
        return source;
    }
}
