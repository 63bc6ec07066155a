using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Tools;

/// <summary>Calls that the caller runs: answered at once, one by one, late, twice, or not at all.</summary>
public class CallersCallTests
{
    private readonly ScriptedModel _model = new(request => request.Number == 0 ? ModelAnswer.Nothing.Call("c1", "ui").Call("c2", "ui") : ModelAnswer.Of($"answer {request.Number}"));

    public enum Place
    {
        Memory,
        Store,
        Provider,
    }

    public static TheoryData<Place, bool> Places { get; } = new(from place in Enum.GetValues<Place>() from streamed in new[] { false, true } select (place, streamed));

    [Theory]
    [MemberData(nameof(Places))]
    public async Task All_at_once_is_nothing_to_speak_of(Place place, bool streamed)
    {
        var (agent, session) = await BeginAsync(place);

        var response = await agent.RunAsync(streamed, Results("c1", "c2"), session);

        Assert.Empty(response.Issues);
        Assert.Equal(["c1=done", "c2=done"], Sent());
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task One_that_is_not_answered_has_no_result(Place place, bool streamed)
    {
        var (agent, session) = await BeginAsync(place);

        var response = await agent.RunAsync(streamed, Results("c1"), session);

        Assert.Empty(response.Issues);
        Assert.Equal(["c1=done", "c2=There is no result of this call. Whether it had an effect is not known."], Sent());
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_late_one_alone_does_not_ask_the_model_and_leaves_nothing(Place place, bool streamed)
    {
        var (agent, session) = await BeginAsync(place);
        await agent.RunAsync(streamed, Results("c1"), session);
        var turn = session.CurrentTurn;

        foreach (var kept in Enum.GetValues<InterruptedTurns>())
        {
            var late = await agent.RunAsync(streamed, Results("c2"), session, new AgentRunOptions { InterruptedTurns = kept });
            AssertNotAsked(late, "The result of call 'c2'");
            Assert.Contains(place == Place.Provider ? "after the model had gone on" : "the model has gone on without it", late.Issues[0].Message, StringComparison.Ordinal);
        }

        AssertNotAsked(await agent.RunAsync(streamed, Results("c1"), session), "'c1'");
        Assert.Equal(2, _model.Log.Requests.Count);
        Assert.Equal(turn, session.CurrentTurn);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_late_one_beside_words_is_left_out_with_a_true_issue(Place place, bool streamed)
    {
        var (agent, session) = await BeginAsync(place);
        await agent.RunAsync(streamed, Results("c1"), session);

        var response = await agent.RunAsync([Results("c2"), new ChatMessage(ChatRole.User, "c2 is done now")], session);

        var issue = Assert.Single(response.Issues);
        Assert.Equal(TurnIssueKind.HistoryRepaired, issue.Kind);
        Assert.DoesNotContain("no such call", issue.Message, StringComparison.Ordinal);
        Assert.Equal("user: c2 is done now", _model.Log.Requests[^1].Texts[^1]);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task One_that_nobody_asked_for_does_not_ask_the_model(Place place, bool streamed)
    {
        var (agent, session) = await BeginAsync(place);
        var untouched = await agent.GetSessionAsync("untouched");

        AssertNotAsked(await agent.RunAsync(streamed, Results("c9"), session), "there is no such call before it");
        AssertNotAsked(await agent.RunAsync(streamed, Results("c9"), untouched), "there is no such call before it");
        AssertNotAsked(await agent.RunAsync(streamed, Results("c9"), session: null), "there is no such call before it");

        Assert.Single(_model.Log.Requests);
        Assert.Equal(0, untouched.CurrentTurn);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_provider_that_was_asked_is_told_of_a_turn_that_did_not_ask_the_model(Place place, bool streamed)
    {
        var told = new List<AgentResponse?>();
        var (agent, session) = await BeginAsync(place, new Hook("told", after: (turn, _) =>
        {
            told.Add(turn.Response);
            turn.Session!.State.Set(new Tally { Count = told.Count });
            return default;
        }));

        await agent.RunAsync(streamed, Results("c9"), session);

        Assert.Equal([true, false], told.Select(response => response!.Messages.Count > 0));
        Assert.Equal(1, session.State.Get<Tally>().Count);
    }

    private static void AssertNotAsked(AgentResponse response, string why)
    {
        Assert.Empty(response.Text);
        Assert.NotNull(response.TurnId);
        Assert.Equal([TurnIssueKind.HistoryRepaired, TurnIssueKind.ModelNotAsked], response.Issues.Select(issue => issue.Kind));
        Assert.Contains(why, response.Issues[0].Message, StringComparison.Ordinal);
        Assert.Null(response.UnchangedPrefixLength);
    }

    private static ChatMessage Results(params string[] calls) => new(ChatRole.Tool, [.. calls.Select(call => new FunctionResultContent(call, "done"))]);

    private List<string> Sent() => [.. _model.Log.Requests[^1].Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => $"{result.CallId}={result.Result}")];

    private async Task<(AIAgent Agent, AgentSession Session)> BeginAsync(Place place, params AIContextProvider[] others)
    {
        var agent = _model.AsAIAgent(new ChatClientAgentOptions
        {
            Name = "A",
            SessionStore = place == Place.Store ? new InMemorySessionStore() : null,
            ContextProviders = place == Place.Provider ? [new DictionaryHistoryProvider(), .. others] : [.. others],
            ChatOptions = new ChatOptions { Tools = [AIFunctionFactory.Create(() => "", "ui").AsDeclarationOnly()] },
        });
        var session = await agent.GetSessionAsync("s");
        await agent.RunAsync("go", session);
        return (agent, session);
    }
}
