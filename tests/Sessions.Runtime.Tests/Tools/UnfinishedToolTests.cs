using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Tools;

/// <summary>A turn with a key that is run again does its finished tools once, and of those that have no recorded end what it is told to.</summary>
public class UnfinishedToolTests
{
    private readonly InMemorySessionStore _store = new();
    private readonly List<string?> _keys = [];

    [Theory]
    [InlineData(UnfinishedTools.RunAgain, false)]
    [InlineData(UnfinishedTools.RunAgain, true)]
    [InlineData(UnfinishedTools.ReportUnknown, false)]
    [InlineData(UnfinishedTools.ReportUnknown, true)]
    public async Task A_tool_without_a_recorded_end_runs_again_or_is_said_to_be_unknown(UnfinishedTools mode, bool streamed)
    {
        using var caller = new CancellationTokenSource();
        var tool = AIFunctionFactory.Create(Charge, "charge");
        var model = new ScriptedModel(request => request.Messages[^1].Contents.OfType<FunctionResultContent>().SingleOrDefault() is { } result
            ? ModelAnswer.Of($"the tool said: {result.Result}")
            : ModelAnswer.Nothing.Call("c1", "charge"));
        var (agent, session) = await BeginAsync(model, tool);
        await Assert.ThrowsAsync<OperationCanceledException>(() => agent.RunAsync(streamed, "charge", session, Keyed(mode), caller.Token));
        (agent, session) = await BeginAsync(model, tool);

        var response = await agent.RunAsync(streamed, "charge", session, Keyed(mode), CancellationToken.None);

        if (mode == UnfinishedTools.RunAgain)
        {
            Assert.Equal("the tool said: charged", response.Text);
            Assert.Equal(2, _keys.Count);
            Assert.Single(_keys.Distinct());
        }
        else
        {
            Assert.Contains("is not known", response.Text, StringComparison.Ordinal);
            Assert.Single(_keys);
        }

        string Charge()
        {
            _keys.Add(TurnContext.Current!.ToolCallKey);
            if (_keys.Count == 1)
            {
                caller.Cancel();
                caller.Token.ThrowIfCancellationRequested();
            }

            return "charged";
        }
    }

    [Fact]
    public async Task Equal_calls_have_keys_of_their_own()
    {
        var tool = AIFunctionFactory.Create(() => _keys.Add(TurnContext.Current!.ToolCallKey), "count");
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "count").Call("c2", "count"), ModelAnswer.Nothing.Call("c1", "count"));
        var (agent, session) = await BeginAsync(model, tool);

        await agent.RunAsync("count", session, Keyed());
        await agent.RunAsync("count", session, new AgentRunOptions { TurnKey = "another" });

        Assert.Equal(3, _keys.Count);
        Assert.Equal(3, _keys.Distinct().Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_newer_value_stays_and_an_issue_names_it(bool streamed)
    {
        var tool = AIFunctionFactory.Create(() => { TurnContext.Current!.Session!.State.Update<Tally>(tally => tally with { Count = tally.Count + 1 }); }, "count");
        var isDown = true;
        var model = new ScriptedModel(request => request.Messages[^1].Text == "by the way" ? ModelAnswer.Of("yes")
            : request.Messages[^1].Role == ChatRole.User ? ModelAnswer.Nothing.Call("c1", "count")
            : isDown ? ModelAnswer.Nothing.FailWith(new IOException("down")) : ModelAnswer.Of("counted"));
        var (agent, session) = await BeginAsync(model, tool);
        await Assert.ThrowsAsync<IOException>(() => agent.RunAsync(streamed, "count", session, Keyed()));
        isDown = false;
        session.State.Set(new Tally { Count = 40 });
        await agent.RunAsync(streamed, "by the way", session);

        var response = await agent.RunAsync(streamed, "count", session, Keyed());

        Assert.Equal(40, session.State.Get<Tally>().Count);
        var issue = Assert.Single(response.Issues);
        Assert.Equal(TurnIssueKind.ToolStateSuperseded, issue.Kind);
        Assert.Contains("'count'", issue.Message, StringComparison.Ordinal);
        Assert.Contains("'Tally'", issue.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tools_that_run_at_the_same_time_share_a_record_and_each_change_comes_back_once()
    {
        var both = new Barrier(2);
        var runs = 0;
        var tool = AIFunctionFactory.Create(CountAsync, "count");
        var isDown = true;
        var model = new ScriptedModel(request => request.Messages[^1].Role == ChatRole.User ? ModelAnswer.Nothing.Call("c1", "count", ("by", 1)).Call("c2", "count", ("by", 10))
            : isDown ? ModelAnswer.Nothing.FailWith(new IOException("down")) : ModelAnswer.Of("counted"));
        var (agent, session) = await BeginAsync(model, tool);
        await Assert.ThrowsAsync<IOException>(() => agent.RunAsync("count", session, Keyed()));
        Assert.Single(await _store.ReadStepsAsync(session.Key, "key"));
        isDown = false;
        (agent, session) = await BeginAsync(model, tool);

        await agent.RunAsync("count", session, Keyed());

        Assert.Equal(2, runs);
        Assert.Equal(11, session.State.Get<Tally>().Count);

        async Task<string> CountAsync(int by)
        {
            Interlocked.Increment(ref runs);
            await Task.Run(() => both.SignalAndWait(TimeSpan.FromSeconds(30)));
            TurnContext.Current!.Session!.State.Update<Tally>(tally => tally with { Count = tally.Count + by });
            return "counted";
        }
    }

    private static AgentRunOptions Keyed(UnfinishedTools mode = default) => new() { TurnKey = "key", UnfinishedTools = mode };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_whose_turn_could_not_be_committed_is_given_again(bool streamed)
    {
        var model = new ScriptedModel(request => ModelAnswer.Of($"answer {request.Number}"));
        var failing = model.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = new InterceptedStore(_store) { OnCommit = _ => throw new IOException("down") } });
        await Assert.ThrowsAsync<SessionStoreException>(async () => await failing.RunAsync(streamed, "hi", await failing.GetSessionAsync("s"), Keyed(), CancellationToken.None));

        var agent = model.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = _store });
        var response = await agent.RunAsync(streamed, "hi", await agent.GetSessionAsync("s"), Keyed(), CancellationToken.None);

        Assert.Equal("answer 0", response.Text);
        Assert.Single(model.Log.Requests);
        Assert.Empty(await _store.ReadStepsAsync(new SessionKey("s"), "key"));
    }

    [Theory]
    [InlineData(UnfinishedTools.RunAgain)]
    [InlineData(UnfinishedTools.ReportUnknown)]
    public async Task An_answer_is_kept_where_the_result_of_its_tool_cannot_be_written(UnfinishedTools mode)
    {
        var tool = AIFunctionFactory.Create(() => 1, new AIFunctionFactoryOptions { Name = "odd", MarshalResult = (_, _, _) => new(double.NaN) });
        var isDown = true;
        var model = new ScriptedModel(request => request.Messages[^1].Role == ChatRole.User ? ModelAnswer.Nothing.Call("c1", "odd")
            : isDown ? ModelAnswer.Nothing.FailWith(new IOException("down")) : ModelAnswer.Of("done"));
        var (agent, session) = await BeginAsync(model, tool);
        await Assert.ThrowsAsync<IOException>(() => agent.RunAsync("go", session, Keyed(mode)));
        isDown = false;
        (agent, session) = await BeginAsync(model, tool);

        _ = await Record.ExceptionAsync(() => agent.RunAsync("go", session, Keyed(mode)));

        Assert.Equal(1, model.Log.Requests.Count(request => request.Messages[^1].Role == ChatRole.User));
    }

    private async Task<(ChatClientAgent Agent, AgentSession Session)> BeginAsync(ScriptedModel model, AITool tool)
    {
        var agent = model.AsAIAgent(new ChatClientAgentOptions
        {
            Name = "A",
            SessionStore = _store,
            ChatOptions = new ChatOptions { Tools = [tool] },
            ConfigureChatClient = client => client.AsBuilder().UseFunctionInvocation(configure: functions => functions.AllowConcurrentInvocation = true).Build(),
        });
        return (agent, await agent.GetSessionAsync("s"));
    }
}
