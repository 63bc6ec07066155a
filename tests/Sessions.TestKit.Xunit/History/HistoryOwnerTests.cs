using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>Who keeps the history: what the tables of docs/guides/history.md say of every case is what happens.</summary>
public abstract class HistoryOwnerTests(TestStores stores) : TestsWithStores(stores)
{
    private const string None = "–";

    private static readonly IReadOnlyList<IReadOnlyDictionary<string, string>> FirstTurns = DocumentTable.Read("guides/history.md", "history providers", "store");
    private static readonly IReadOnlyList<IReadOnlyDictionary<string, string>> LaterTurns = DocumentTable.Read("guides/history.md", "owner", "asked for");

    private readonly DictionaryHistoryProvider _loading = new("loading");
    private readonly DictionaryHistoryProvider _audit = new("audit", load: false);

    public static TheoryData<HistoryOwnerCase, bool> FirstTurnCases { get; } = new(from first in HistoryOwnerCase.All from streamed in new[] { false, true } select (first, streamed));

    public static TheoryData<int, bool> LaterTurnCases { get; } = new(from row in Enumerable.Range(0, LaterTurns.Count) from streamed in new[] { false, true } select (row, streamed));

    [Fact]
    public void Each_case_is_in_one_row_and_each_row_is_of_a_case()
    {
        foreach (var hasStore in new[] { false, true })
        {
            Assert.All(HistoryOwnerCase.All, first => Assert.Single(FirstTurns, row => first.IsIn(row, hasStore)));
        }

        Assert.All(FirstTurns, row => Assert.Contains(HistoryOwnerCase.All, first => first.IsIn(row, hasStore: false) || first.IsIn(row, hasStore: true)));
        Assert.Equal(8, LaterTurns.Select(row => (row["owner"], row["asked for"], row["returned"])).Distinct().Count());
        Assert.Equal(8, LaterTurns.Count);
    }

    [Theory]
    [MemberData(nameof(FirstTurnCases))]
    public async Task The_first_turn_settles_the_owner_as_the_guide_says(HistoryOwnerCase first, bool streamed)
    {
        var store = CreateStore();
        var row = FirstTurns.Single(row => first.IsIn(row, store is not null));
        var model = Model(_ => first.Returned ? "returned" : null);
        var agent = Agent(model, store, [.. first.Loads ? [_loading] : Array.Empty<HistoryProvider>(), .. first.Audits ? [_audit] : Array.Empty<HistoryProvider>()]);
        var session = await agent.GetSessionAsync("s", serviceSessionId: first.Given ? "given" : null);

        AgentResponse[] responses =
        [
            await agent.RunAsync(streamed, "one", session, Asking(first.Asked)),
            await agent.RunAsync(streamed, "two", session),
        ];

        Assert.Equal(["answer 1", "answer 2"], responses.Select(response => response.Text));
        AssertRequest(row["first request"], model.Log.Requests[0], ["user: one"]);
        AssertRequest(row["second request"], model.Log.Requests[1], ["user: one", "assistant: answer 1", "user: two"]);
        AssertIssue(row["issue"], responses[0]);
        Assert.Empty(responses[1].Issues);
        await AssertOwnerAsync(row["owner"], row["ServiceSessionId"], agent, session);
        await AssertKeptAsync(row["messages are in"], first, agent, session);
    }

    [Theory]
    [MemberData(nameof(LaterTurnCases))]
    public async Task A_later_turn_leaves_the_owner_as_the_guide_says(int number, bool streamed)
    {
        var row = LaterTurns[number];
        var model = Model(request => request.Number > 0 && row["returned"] == "yes" ? "returned" : null);
        var agent = Agent(model, CreateStore());
        var session = await agent.GetSessionAsync("s", serviceSessionId: row["owner"] == "service" ? "kept" : null);
        await agent.RunAsync(streamed, "one", session);

        var response = await agent.RunAsync(streamed, "two", session, Asking(row["asked for"] == "yes"));

        Assert.Equal("answer 2", response.Text);
        AssertRequest(row["request"], model.Log.Last, ["user: one", "assistant: answer 1", "user: two"]);
        AssertIssue(row["issue"], response);
        await AssertOwnerAsync(row["owner"], row["ServiceSessionId"], agent, session);
    }

    private static ScriptedModel Model(Func<ModelRequest, string?> returned) =>
        new(request => ModelAnswer.Of($"answer {request.Number + 1}").In(returned(request)));

    private static ChatClientAgent Agent(ScriptedModel model, SessionStore? store, params HistoryProvider[] providers) =>
        model.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store, ContextProviders = providers });

    private static ChatClientAgentRunOptions? Asking(bool asks) =>
        asks ? new ChatClientAgentRunOptions { ChatOptions = new ChatOptions { ConversationId = "asked" } } : null;

    private static void AssertRequest(string cell, ModelRequest request, string[] soFar)
    {
        var id = cell == "history" ? null : cell.Replace(" id", "", StringComparison.Ordinal);
        Assert.Equal(id, request.Options?.ConversationId);
        Assert.Equal(id is null ? soFar : soFar[^1..], request.Texts);
    }

    private static void AssertIssue(string cell, AgentResponse response)
    {
        if (cell == None)
        {
            Assert.Empty(response.Issues);
            return;
        }

        var issue = Assert.Single(response.Issues);
        Assert.Equal(TurnIssueKind.ServiceSessionIdIgnored, issue.Kind);
        Assert.Contains($"'{cell}' was not adopted", issue.Message, StringComparison.Ordinal);
    }

    private static async Task AssertOwnerAsync(string owner, string id, AIAgent agent, AgentSession session)
    {
        var picture = await SessionPicture.TakeAsync(agent, session);
        Assert.Equal(owner, picture.HistoryOwner);
        Assert.Equal(id == None ? null : id, session.ServiceSessionId);
        Assert.Equal(session.ServiceSessionId, picture.ServiceSessionId);
    }

    private async Task AssertKeptAsync(string place, HistoryOwnerCase first, AIAgent agent, AgentSession session)
    {
        string[] all = ["user: one", "assistant: answer 1", "user: two", "assistant: answer 2"];
        Assert.Equal(place == "session" ? all : [], (await SessionPicture.TakeAsync(agent, session)).History);
        Assert.Equal(place == "provider" ? all : [], Kept(_loading));
        Assert.Equal(first.Audits ? all : [], Kept(_audit));
    }

    private static IEnumerable<string> Kept(DictionaryHistoryProvider provider) =>
        provider.Messages.TryGetValue("s", out var messages) ? messages.Select(MessageText.Of) : [];
}
