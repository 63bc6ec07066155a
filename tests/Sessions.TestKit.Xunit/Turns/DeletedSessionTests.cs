using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>What is deleted while a turn of it runs is gone: nothing of it comes back with the turn's end, or with its key.</summary>
public abstract class DeletedSessionTests(TestStores stores) : TestsWithStores(stores)
{
    private const string Secret = "4711";

    private static readonly SessionKey Key = new("acme", "s");

    public static TheoryData<bool, bool, InterruptedTurns, string> Cases()
    {
        var cases = new TheoryData<bool, bool, InterruptedTurns, string>();
        foreach (var how in new[] { "the session", "the tenant", "the agent's", "elsewhere" })
        {
            foreach (var mode in Enum.GetValues<InterruptedTurns>())
            {
                for (var bits = 0; bits < 4; bits++)
                {
                    // Of a session that was never committed, another process can know nothing.
                    var isFirst = (bits & 1) > 0;
                    if (how is "the session" or "the tenant" || !isFirst)
                    {
                        cases.Add(isFirst, (bits & 2) > 0, mode, how);
                    }
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Nothing_of_it_comes_back(bool isFirst, bool streamed, InterruptedTurns mode, string how)
    {
        var store = CreateStore()!;
        var (asked, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        var isGated = false;
        var model = new ScriptedModel(request =>
        {
            var answer = ModelAnswer.Of($"I know: {string.Join(' ', request.Messages.Select(message => message.Text))}");
            return isGated && request.Messages[^1].Role == ChatRole.User ? answer.Call($"c{request.Number}", "wait") : answer;
        });
        var agent = model.AsAIAgent(new ChatClientAgentOptions
        {
            Name = "A",
            SessionStore = store,
            InterruptedTurns = mode,
            ChatOptions = new() { Tools = [AIFunctionFactory.Create(WaitAsync, "wait")] },
        });
        if (!isFirst)
        {
            await agent.RunAsync($"My secret is {Secret}.", await agent.GetSessionAsync(Key));
        }

        isGated = true;
        var options = new AgentRunOptions { TurnKey = "k" };
        var running = agent.RunAsync(streamed, isFirst ? $"My secret is {Secret}." : "What is my secret?", await agent.GetSessionAsync(Key), options);
        await asked.Task.WaitAsync(TimeSpan.FromMinutes(1));
        if (how == "elsewhere")
        {
            Assert.True(await OpenElsewhere(store).DeleteAsync(Key));
            gate.SetResult();
            await Assert.ThrowsAsync<SessionConflictException>(() => running);
        }
        else
        {
            await DeleteAsync(agent, how);
            await Assert.ThrowsAsync<TurnSupersededException>(() => running);
            Assert.Empty(await store.ReadStepsAsync(Key, "k"));
        }

        isGated = false;
        Assert.Null(await agent.FindSessionAsync(Key));
        var retried = await agent.RunAsync(streamed, isFirst ? $"My secret is {Secret}." : "What is my secret?", await agent.GetSessionAsync(Key), options);
        Assert.Equal(isFirst ? $"I know: My secret is {Secret}." : "I know: What is my secret?", retried.Text);
        Assert.Equal(1, (await agent.GetSessionAsync(Key)).CurrentTurn);

        async Task<string> WaitAsync(CancellationToken cancellationToken)
        {
            asked.TrySetResult();
            await gate.Task.WaitAsync(cancellationToken);
            return Secret;
        }
    }

    [Fact]
    public async Task A_tool_may_delete_the_session_that_it_runs_in()
    {
        var store = CreateStore()!;
        AIAgent? agent = null;
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c", "forget"), ModelAnswer.Of("Forgotten."));
        agent = model.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store, ChatOptions = new() { Tools = [AIFunctionFactory.Create(async () => await agent!.DeleteSessionAsync(Key), "forget")] } });
        await agent.SaveSessionAsync(await agent.CreateSessionAsync(Key));

        var conflict = await Assert.ThrowsAsync<SessionConflictException>(async () => await agent.RunAsync("Forget me.", await agent.GetSessionAsync(Key)));

        Assert.Equal("Forgotten.", conflict.Response!.Text);
        Assert.Null(await agent.FindSessionAsync(Key));
    }

    [Fact]
    public async Task Another_agents_deletion_is_refused_and_stops_nothing()
    {
        var store = CreateStore()!;
        var (begun, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        var model = new ScriptedModel(ModelAnswer.Of("one"), ModelAnswer.Of("two").After(token =>
        {
            begun.SetResult();
            return gate.Task.WaitAsync(token);
        }));
        var agent = model.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store });
        var session = await agent.GetSessionAsync(Key);
        await agent.RunAsync("1", session);
        var running = agent.RunAsync("2", session);
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(1));

        var other = new ScriptedModel().AsAIAgent(new ChatClientAgentOptions { Name = "B", SessionStore = store });
        await Assert.ThrowsAsync<SessionMismatchException>(async () => await other.DeleteSessionAsync(Key));
        Assert.Equal(0, await other.DeleteSessionsAsync(new SessionQuery { Tenant = "acme", AgentId = "B" }));
        gate.SetResult();

        Assert.Equal("two", (await running).Text);
    }

    [Fact]
    public async Task A_key_that_another_process_was_faster_with_gives_its_reply()
    {
        var store = CreateStore()!;
        var (begun, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        var slow = new ScriptedModel(ModelAnswer.Of("slow").After(token =>
        {
            begun.SetResult();
            return gate.Task.WaitAsync(token);
        }));
        var here = slow.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store });
        var elsewhere = new ScriptedModel(ModelAnswer.Of("fast")).AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = OpenElsewhere(store) });
        var options = new AgentRunOptions { TurnKey = "k" };

        var running = here.RunAsync("Pay.", await here.GetSessionAsync(Key), options);
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(1));
        var first = await elsewhere.RunAsync("Pay.", await elsewhere.GetSessionAsync(Key), options);
        gate.SetResult();
        var second = await running;

        Assert.Equal(("fast", "fast", first.TurnId), (first.Text, second.Text, second.TurnId));
        Assert.Equal(1, (await here.GetSessionAsync(Key)).CurrentTurn);
    }

    private static async Task DeleteAsync(AIAgent agent, string how)
    {
        switch (how)
        {
            case "the session":
                await agent.DeleteSessionAsync(Key);
                break;
            case "the tenant":
                await agent.DeleteSessionsAsync(SessionQuery.All("acme"));
                break;
            default:
                await agent.DeleteSessionsAsync(new SessionQuery { Tenant = "acme", AgentId = "A" });
                break;
        }
    }
}
