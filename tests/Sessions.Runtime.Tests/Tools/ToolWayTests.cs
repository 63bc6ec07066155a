using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Tools;

/// <summary>A tool runs, in the turn and once, in whatever way it reaches whoever invokes functions.</summary>
public class ToolWayTests
{
    private readonly List<string?> _keys = [];
    private readonly List<TurnContext?> _turns = [];
    private readonly AIFunction _count;

    public ToolWayTests() => _count = AIFunctionFactory.Create(Count, "count");

    public enum Place
    {
        NoSession,
        Memory,
        Store,
    }

    public static TheoryData<ToolWay, bool, Place> Cases { get; } = new(
        from way in ToolWays.All
        from streamed in new[] { false, true }
        from place in Enum.GetValues<Place>()
        select (way, streamed, place));

    public static TheoryData<ToolWay, bool, Place> CasesWithSession { get; } = new(Cases.Select(row => row.Data).Where(row => row.Item3 != Place.NoSession));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task It_runs_in_the_flow_of_the_turn(ToolWay way, bool streamed, Place place)
    {
        var agent = way.CreateAgent(new ScriptedModel(ModelAnswer.Nothing.Call("c1", "count", ("by", 2)), ModelAnswer.Of("counted")), _count, In(place));
        var session = await SessionAsync(agent, place);

        var response = await agent.RunAsync(streamed, "count", session, way.ToRunOptions(_count));

        Assert.Equal("counted", response.Text);
        Assert.Empty(response.Issues);
        var turn = Assert.Single(_turns);
        Assert.Equal(response.TurnId, turn!.TurnId);
        Assert.Same(session, turn.Session);
        Assert.NotNull(Assert.Single(_keys));
        Assert.Equal(session is null ? null : 2, session?.State.Get<Tally>().Count);
        Assert.Null(TurnContext.Current);
        Assert.Null(turn.ToolCallKey);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_turn_with_a_key_does_it_once_and_its_state_comes_back(ToolWay way, bool streamed, Place place)
    {
        var isDown = true;
        var model = new ScriptedModel(request => !request.Messages[^1].Contents.OfType<FunctionResultContent>().Any()
            ? ModelAnswer.Nothing.Call($"c{request.Number}", "count", ("by", 2))
            : isDown ? ModelAnswer.Nothing.FailWith(new HttpRequestException("down")) : ModelAnswer.Of("counted"));
        var store = new InMemorySessionStore();
        var agent = way.CreateAgent(model, _count, In(place, store));
        var session = await SessionAsync(agent, place);
        await Assert.ThrowsAsync<HttpRequestException>(() => agent.RunAsync(streamed, "count", session, way.ToRunOptions(_count, "key")));
        isDown = false;
        if (place == Place.Store)
        {
            // As the next process does.
            agent = way.CreateAgent(model, _count, In(place, store));
            session = await SessionAsync(agent, place);
        }

        Assert.Equal(0, session?.State.Get<Tally>().Count ?? 0);

        var response = await agent.RunAsync(streamed, "count", session, way.ToRunOptions(_count, "key"));

        Assert.Equal("counted", response.Text);
        Assert.Single(_keys);
        Assert.Equal(session is null ? null : 2, session?.State.Get<Tally>().Count);
        Assert.Equal(way.ShowsAnswers() ? [] : [TurnIssueKind.AnswersNotRecorded], response.Issues.Select(issue => issue.Kind));
        Assert.Equal(way.ShowsAnswers() ? 3 : 4, model.Log.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_answer_without_calls_is_recorded_whatever_the_way(ToolWay way, bool streamed, Place place)
    {
        var agent = way.CreateAgent(new ScriptedModel(ModelAnswer.Of("no need to count")), _count, In(place));

        var response = await agent.RunAsync(streamed, "count", await SessionAsync(agent, place), way.ToRunOptions(_count, "key"));

        Assert.Empty(response.Issues);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_tool_that_failed_is_not_finished_and_has_the_same_key_when_it_runs_again(ToolWay way, bool streamed, Place place)
    {
        var tool = FailingOnce();
        var isDown = true;
        var model = new ScriptedModel(request => ResultIn(request) is not { } result ? ModelAnswer.Nothing.Call("c1", "count", ("by", 2))
            : isDown ? ModelAnswer.Nothing.FailWith(new IOException("down"))
            : ModelAnswer.Of($"the tool said: {result}"));
        var agent = way.CreateAgent(model, tool, In(place));
        var session = await SessionAsync(agent, place);
        await Assert.ThrowsAsync<IOException>(() => agent.RunAsync(streamed, "count", session, way.ToRunOptions(tool, "key")));
        isDown = false;

        var response = await agent.RunAsync(streamed, "count", session, way.ToRunOptions(tool, "key"));

        Assert.Equal("the tool said: counted", response.Text);
        Assert.Equal(2, _keys.Count);
        Assert.Single(_keys.Distinct());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_recorded_answer_is_given_again_only_after_the_results_that_it_was_given_for(ToolWay way, bool streamed, Place place)
    {
        var tool = FailingOnce();
        var model = new ScriptedModel(request => ResultIn(request) is { } result
            ? ModelAnswer.Of($"the tool said: {result}")
            : ModelAnswer.Nothing.Call("c1", "count", ("by", 2)));
        var isDown = true;
        var store = new InterceptedStore(new InMemorySessionStore()) { OnCommit = _ => ThrowIf(isDown) };
        var agent = way.CreateAgent(model, tool, In(place, store));
        var session = await SessionAsync(agent, place);
        if (place != Place.Store || way == ToolWay.AsIsInItsOwnWay)
        {
            // Nothing is committed elsewhere, and a client that ends the turn when a tool fails has no answer to be given again.
            return;
        }

        var failure = await Assert.ThrowsAsync<SessionStoreException>(() => agent.RunAsync(streamed, "count", session, way.ToRunOptions(tool, "key")));
        isDown = false;
        var response = await agent.RunAsync(streamed, "count", session, way.ToRunOptions(tool, "key"));

        Assert.Equal("the tool said: Error: Function failed.", failure.Response!.Text);
        Assert.Equal("the tool said: counted", response.Text);
        Assert.Equal(["#c1=counted"], (await SessionPicture.TakeAsync(agent, session!)).Turns[0].Messages.Where(message => message.StartsWith("tool", StringComparison.Ordinal)).Select(message => message["tool: ".Length..]));
    }

    [Theory]
    [MemberData(nameof(CasesWithSession))]
    public async Task An_interrupted_turn_keeps_what_the_model_was_told(ToolWay way, bool streamed, Place place)
    {
        var fails = AIFunctionFactory.Create(string (int by) => by == 2 ? Count(by) : throw new IOException("no"), "count");
        var model = new ScriptedModel(
            ModelAnswer.Nothing.Call("c1", "count", ("by", 2)).Call("c2", "count", ("by", 3)),
            ModelAnswer.Nothing.FailWith(new HttpRequestException("down")),
            ModelAnswer.Of("well"));
        var agent = way.CreateAgent(model, fails, options =>
        {
            In(place)(options);
            options.InterruptedTurns = InterruptedTurns.KeepPartial;
        });
        var session = await SessionAsync(agent, place);
        if (way == ToolWay.AsIsInItsOwnWay)
        {
            // Its own way is that the exception of a tool ends the turn.
            await Assert.ThrowsAsync<IOException>(() => agent.RunAsync(streamed, "count", session, way.ToRunOptions(fails)));
            return;
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => agent.RunAsync(streamed, "count", session, way.ToRunOptions(fails)));
        await agent.RunAsync(streamed, "and?", session, way.ToRunOptions(fails));

        Assert.Equal(Results(model.Log.Requests[1]), Results(model.Log.Requests[2]));
        Assert.Equal(["c1=counted", "c2=Error: Function failed."], Results(model.Log.Requests[2]));

        static List<string> Results(Sessions.TestKit.ModelRequest request) =>
            [.. request.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => $"{result.CallId}={result.Result}")];
    }

    private string Count(int by)
    {
        _turns.Add(TurnContext.Current);
        _keys.Add(TurnContext.Current?.ToolCallKey);
        TurnContext.Current?.Session?.State.Update<Tally>(tally => tally with { Count = tally.Count + by });
        return "counted";
    }

    private AIFunction FailingOnce() => AIFunctionFactory.Create((int by) => _keys.Count == 0 ? throw new IOException(Count(by)) : Count(by), "count");

    private static object? ResultIn(Sessions.TestKit.ModelRequest request) => request.Messages[^1].Contents.OfType<FunctionResultContent>().SingleOrDefault()?.Result;

    private static Action<ChatClientAgentOptions> In(Place place, SessionStore? store = null) =>
        options => options.SessionStore = place == Place.Store ? store ?? new InMemorySessionStore() : null;

    private static void ThrowIf(bool isDown)
    {
        if (isDown)
        {
            throw new IOException("down");
        }
    }

    private static async Task<AgentSession?> SessionAsync(AIAgent agent, Place place) => place == Place.NoSession ? null : await agent.GetSessionAsync("s");
}
