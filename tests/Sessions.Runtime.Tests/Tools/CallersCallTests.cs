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
    public async Task A_late_one_alone_is_refused_and_the_model_is_not_asked(Place place, bool streamed)
    {
        var (agent, session) = await BeginAsync(place);
        await agent.RunAsync(streamed, Results("c1"), session);
        var turn = session.CurrentTurn;

        foreach (var kept in Enum.GetValues<InterruptedTurns>())
        {
            var late = await Assert.ThrowsAsync<InvalidOperationException>(() => agent.RunAsync(streamed, Results("c2"), session, new AgentRunOptions { InterruptedTurns = kept }));
            Assert.Contains("The result of call 'c2'", late.Message, StringComparison.Ordinal);
            Assert.Contains(place == Place.Provider ? "after the model had gone on" : "the model has gone on without it", late.Message, StringComparison.Ordinal);
        }

        var twice = await Assert.ThrowsAsync<InvalidOperationException>(() => agent.RunAsync(streamed, Results("c1"), session));

        Assert.Contains("'c1'", twice.Message, StringComparison.Ordinal);
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
    public async Task One_that_nobody_asked_for_is_refused(Place place, bool streamed)
    {
        var (agent, session) = await BeginAsync(place);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => agent.RunAsync(streamed, Results("c9"), session));

        Assert.Contains("there is no such call before it", exception.Message, StringComparison.Ordinal);
        Assert.Single(_model.Log.Requests);
    }

    private static ChatMessage Results(params string[] calls) => new(ChatRole.Tool, [.. calls.Select(call => new FunctionResultContent(call, "done"))]);

    private List<string> Sent() => [.. _model.Log.Requests[^1].Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => $"{result.CallId}={result.Result}")];

    private async Task<(AIAgent Agent, AgentSession Session)> BeginAsync(Place place)
    {
        var agent = _model.AsAIAgent(new ChatClientAgentOptions
        {
            Name = "A",
            SessionStore = place == Place.Store ? new InMemorySessionStore() : null,
            ContextProviders = place == Place.Provider ? [new DictionaryHistoryProvider()] : [],
            ChatOptions = new ChatOptions { Tools = [AIFunctionFactory.Create(() => "", "ui").AsDeclarationOnly()] },
        });
        var session = await agent.GetSessionAsync("s");
        await agent.RunAsync("go", session);
        return (agent, session);
    }
}
