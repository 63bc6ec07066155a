using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>What an agent does with the sessions of its store: finds, lists, deletes and takes them over.</summary>
public abstract class AgentStoreTests : TestsWithStores
{
    private readonly ScriptedModel _model = new();

    protected AgentStoreTests(TestStores stores)
        : base(stores) => Store = CreateStore()!;

    private SessionStore Store { get; }

    [Fact]
    public async Task A_session_is_found_or_not_and_never_made()
    {
        var key = new SessionKey("t", "s");
        var agent = Agent("A");
        Assert.Null(await agent.FindSessionAsync(key));
        await agent.RunAsync("hi", await agent.GetSessionAsync(key));

        var found = await agent.FindSessionAsync(key);

        Assert.Equal((key, 1L), (found!.Key, found.CurrentTurn));
        Assert.Null(await agent.FindSessionAsync(new SessionKey("s")));
        Assert.Null(await agent.FindSessionAsync(new SessionKey("u", "s")));
        await Assert.ThrowsAsync<SessionMismatchException>(async () => await Agent("B").FindSessionAsync(key));
        Assert.Single(await Store.ListAsync(new SessionQuery { Tenant = "t" }).ToListAsync());
    }

    [Fact]
    public async Task An_agent_lists_all_its_own_sessions()
    {
        var ids = Enumerable.Range(0, 120).Select(i => $"s{i:D3}").ToList();
        foreach (var id in ids)
        {
            await Agent("A").CreateSessionAsync(id);
        }

        await Agent("B").CreateSessionAsync("other");
        await Agent("A").CreateSessionAsync(new SessionKey("t", "s"));

        var byId = new SessionQuery { Order = SessionOrder.Id };
        Assert.Equal(ids, (await Agent("A").ListSessionsAsync(byId).ToListAsync()).Select(session => session.Key.Id));
        Assert.Equal(ids[..3], (await Agent("A").ListSessionsAsync(byId with { MaxCount = 3, AgentId = "B" }).ToListAsync()).Select(session => session.Key.Id));
        Assert.Equal(["s"], (await Agent("A").ListSessionsAsync(new SessionQuery { Tenant = "t" }).ToListAsync()).Select(session => session.Key.Id));
    }

    [Fact]
    public async Task Deleting_takes_the_steps_of_a_first_turn_that_never_committed()
    {
        var tool = AIFunctionFactory.Create(() => "iban DE00 1234", "lookup");
        var model = new ScriptedModel(request => request.Messages[^1].Role == ChatRole.Tool ? ModelAnswer.Nothing.FailWith(new HttpRequestException("down")) : ModelAnswer.Nothing.Call("c1", "lookup"));
        var agent = model.AsAIAgent(new ChatClientAgentOptions
        {
            Name = "A",
            SessionStore = Store,
            ConfigureChatClient = client => new FunctionInvokingChatClient(client),
            ChatOptions = new ChatOptions { Tools = [tool] },
        });
        var session = await agent.GetSessionAsync("alice");
        await Assert.ThrowsAsync<HttpRequestException>(() => agent.RunAsync("my iban?", session, new AgentRunOptions { TurnKey = "k" }));
        Assert.NotEmpty(await Store.ReadStepsAsync(session.Key, "k"));

        Assert.False(await agent.DeleteSessionAsync(session.Key));

        Assert.Empty(await Store.ReadStepsAsync(session.Key, "k"));
    }

    [Fact]
    public async Task An_agent_deletes_whichever_agents_sessions_match()
    {
        var agent = Agent("A");
        await agent.CreateSessionAsync(new SessionKey("t", "a"));
        await Agent("B").CreateSessionAsync(new SessionKey("t", "b"));
        await Agent("C").CreateSessionAsync(new SessionKey("t", "c"));
        await Agent("B").CreateSessionAsync("b");

        await Assert.ThrowsAsync<ArgumentException>("query", async () => await agent.DeleteSessionsAsync(new SessionQuery { Tenant = "t" }));
        Assert.Equal(1, await agent.DeleteSessionsAsync(new SessionQuery { Tenant = "t", AgentId = "B" }));
        Assert.Equal(2, await agent.DeleteSessionsAsync(SessionQuery.All("t")));

        Assert.Equal([new SessionKey("b")], (await Store.ListAsync(SessionQuery.All("")).ToListAsync()).Select(session => session.Key));
    }

    [Fact]
    public async Task A_renamed_agent_takes_its_sessions_over()
    {
        var key = new SessionKey("t", "s");
        var former = await Agent("Old").GetSessionAsync(key);
        await Agent("Old").RunAsync("hi", former);
        var renamed = Agent("New");
        var refused = await Assert.ThrowsAsync<SessionMismatchException>(async () => await renamed.FindSessionAsync(key));
        Assert.Contains("TakeOverSessionAsync", refused.Message, StringComparison.Ordinal);

        var taken = await renamed.TakeOverSessionAsync(key, fromAgentId: "Old");

        Assert.Equal(("New", 2L), (taken!.AgentId, taken.Revision));
        await renamed.RunAsync("again", taken);
        Assert.Equal(["user: hi", "assistant: answer 1", "user: again"], _model.Log.Last.Texts);
        Assert.Equal("New", (await renamed.FindSessionAsync(key))!.AgentId);
        await Assert.ThrowsAsync<SessionMismatchException>(() => Agent("Old").RunAsync("mine?", former));

        // Once more: nothing is left to do.
        Assert.Equal(3, (await renamed.TakeOverSessionAsync(key, fromAgentId: "Old"))!.Revision);
    }

    [Fact]
    public async Task What_is_a_third_agents_or_not_there_is_not_taken_over()
    {
        await Agent("Third").CreateSessionAsync("s");

        var error = await Assert.ThrowsAsync<SessionMismatchException>(async () => await Agent("New").TakeOverSessionAsync(new SessionKey("s"), fromAgentId: "Old"));

        Assert.Equal(("Third", "New"), (error.OwnerId, error.AgentId));
        Assert.Equal("Third", (await Store.LoadAsync(new SessionKey("s")))!.Head.AgentId);
        Assert.Null(await Agent("New").TakeOverSessionAsync(new SessionKey("t", "s"), fromAgentId: "Third"));
    }

    [Fact]
    public async Task Many_who_take_a_session_over_at_once_all_have_it()
    {
        await Agent("Old").CreateSessionAsync("s");

        var taken = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () => await Agent("New").TakeOverSessionAsync(new SessionKey("s"), fromAgentId: "Old"))));

        Assert.All(taken, session => Assert.Equal(("New", 2L), (session!.AgentId, session.Revision)));
    }

    private ChatClientAgent Agent(string name) => _model.AsAIAgent(new ChatClientAgentOptions { Name = name, SessionStore = Store });
}
