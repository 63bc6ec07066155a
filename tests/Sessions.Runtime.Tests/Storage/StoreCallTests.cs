using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Storage;

/// <summary>How often the store is asked: each call is a round trip, where the store is a server.</summary>
public class StoreCallTests
{
    private readonly FaultPlan _plan = FaultPlan.CountOnly();
    private readonly SessionStore _store;
    private readonly ScriptedModel _model = new(request => request.Messages[^1].Text switch
    {
        "one tool" => ModelAnswer.Nothing.Call("c1", "lookup"),
        "three tools" => ModelAnswer.Nothing.Call("c1", "lookup").Call("c2", "lookup").Call("c3", "lookup"),
        _ => ModelAnswer.Of("done"),
    });

    private readonly ChatClientAgent _agent;

    public StoreCallTests()
    {
        _store = new FaultyStore(new InMemorySessionStore(), _plan);
        _agent = _model.AsAIAgent(new ChatClientAgentOptions
        {
            Name = "A",
            SessionStore = _store,
            View = new HistoryView { MaxMessages = 50 },
            ChatOptions = new ChatOptions { Tools = [AIFunctionFactory.Create(() => "found", "lookup")] },
        });
    }

    [Fact]
    public async Task A_session_is_opened_with_one_call_and_its_first_turn_takes_two()
    {
        await TalkAsync("s", 30);

        Assert.Equal(["Open"], await CallsAsync(async () => await _agent.GetSessionAsync("s")));
        var session = await _agent.GetSessionAsync("s");
        Assert.Equal(["Open", "Commit"], await CallsAsync(() => _agent.RunAsync("next", session)));
    }

    [Fact]
    public async Task A_turn_takes_two_calls_and_a_stream_too()
    {
        var session = await TalkAsync("s", 30);

        Assert.Equal(["Open", "Commit"], await CallsAsync(() => _agent.RunAsync("next", session)));
        Assert.Equal(["Open", "Commit"], await CallsAsync(async () => await _agent.RunStreamingAsync("next", session).ToListAsync()));
        Assert.Equal(["Open", "Commit"], await CallsAsync(() => _agent.RunAsync("one tool", session)));
    }

    [Fact]
    public async Task A_turn_with_a_key_takes_one_more_for_each_tool_that_runs_by_itself()
    {
        var session = await TalkAsync("s", 3);

        Assert.Equal(["Open", "Commit"], await CallsAsync(() => _agent.RunAsync("next", session, new AgentRunOptions { TurnKey = "k0" })));
        Assert.Equal(["Open", "AppendStep", "Commit"], await CallsAsync(() => _agent.RunAsync("one tool", session, new AgentRunOptions { TurnKey = "k1" })));
        Assert.Equal(["Open", "AppendStep", "AppendStep", "AppendStep", "Commit"], await CallsAsync(() => _agent.RunAsync("three tools", session, new AgentRunOptions { TurnKey = "k2" })));
        Assert.Equal(["Open"], await CallsAsync(() => _agent.RunAsync("one tool", session, new AgentRunOptions { TurnKey = "k1" })));
    }

    [Fact]
    public async Task What_else_is_done_takes_one_call_after_it_is_seen_what_is_new()
    {
        var session = await TalkAsync("s", 3);
        session.State.Set(new Tally { Count = 1 });

        Assert.Equal(["Commit"], await CallsAsync(async () => await _agent.SaveSessionAsync(session)));
        Assert.Equal(["Open"], await CallsAsync(async () => await _agent.SaveSessionAsync(session)));
        Assert.Equal(["Open", "Move"], await CallsAsync(async () => await _agent.RewindSessionAsync(session, 1)));
        Assert.Equal(["Fork"], await CallsAsync(async () => await _agent.ForkSessionAsync(session)));
        Assert.Equal(["UpdateDetails"], await CallsAsync(async () => await _agent.UpdateDetailsAsync(session, details => details with { Title = "t" })));
        Assert.Equal(["List"], await CallsAsync(async () => await _agent.ListSessionsAsync(new SessionQuery { MaxCount = 10 }).ToListAsync()));
    }

    private async Task<AgentSession> TalkAsync(string id, int turns)
    {
        var session = await _agent.GetSessionAsync(id);
        for (var i = 0; i < turns; i++)
        {
            await _agent.RunAsync($"{i}", session);
        }

        return session;
    }

    private async Task<List<string>> CallsAsync(Func<Task> use)
    {
        var before = _plan.Sites.Count;
        _plan.IsArmed = true;
        await use();
        _plan.IsArmed = false;
        return [.. _plan.Sites.Skip(before).Where(site => site.EndsWith(":before", StringComparison.Ordinal)).Select(site => site["store.".Length..^":before".Length])];
    }
}
