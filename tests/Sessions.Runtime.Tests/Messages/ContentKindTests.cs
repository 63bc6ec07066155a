using Microsoft.Extensions.AI;
using Sessions.Agents;
using Sessions.Tests.History;

namespace Sessions.Tests.Messages;

/// <summary>The table of contents knows all kinds, and takes a user's own for what it derives from.</summary>
public class ContentKindTests
{
    [Fact]
    public void Every_kind_of_content_that_there_is_has_a_row()
    {
        var kinds = typeof(AIContent).Assembly.GetTypes().Where(type => type is { IsPublic: true, IsAbstract: false } && type.IsAssignableTo(typeof(AIContent)));

        var missing = kinds.Except(ContentKinds.All.Select(kind => kind.Type)).Select(type => type.Name).ToList();

        Assert.True(missing.Count == 0, $"{string.Join(", ", missing)}: give it a row in {nameof(ContentKinds)}.");
    }

    [Fact]
    public void What_contents_hold_is_of_kinds_that_are_copied()
    {
        var kinds = typeof(AIContent).Assembly.GetTypes().Where(type => type.IsPublic && (type.IsAssignableTo(typeof(AIAnnotation)) || type.IsAssignableTo(typeof(AnnotatedRegion))));

        Assert.Equal(["AIAnnotation", "AnnotatedRegion", "CitationAnnotation", "TextSpanAnnotatedRegion"], kinds.Select(type => type.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_kind_counts_for_what_it_holds_but_the_tokens_that_were_used()
    {
        var nothing = new HistoryView().Count(Talk.User());

        var uncounted = ContentFiller.Kinds.Where(kind => new HistoryView().Count(Talk.User(ContentFiller.Create(kind))) == nothing);

        Assert.Equal([typeof(UsageContent)], uncounted);
    }

    [Fact]
    public async Task A_content_of_a_users_own_type_is_kept_as_it_is_and_counts_as_what_it_derives_from()
    {
        SessionJson.AddContentType<NotedUri>("noted-uri");
        var noted = new NotedUri { Note = "mine" };
        var (model, agent) = Agent();
        var session = await agent.CreateSessionAsync(TestContext.Current.CancellationToken);

        await agent.RunAsync(new ChatMessage(ChatRole.User, [new TextContent("look"), noted]), session, cancellationToken: TestContext.Current.CancellationToken);
        await agent.RunAsync("next", session, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Same(noted, model.Last[0].Contents[1]);
        Assert.Equal(4 + 1_000, new HistoryView().Count(Talk.User(noted)));
    }

    [Fact]
    public async Task A_call_and_a_result_of_users_own_types_are_paired_as_those_that_they_derive_from()
    {
        SessionJson.AddContentType<OwnCall>("own-call");
        SessionJson.AddContentType<OwnResult>("own-result");
        SessionJson.AddContentType<OwnHostedCall>("own-hosted-call");
        var (model, agent) = Agent(Talk.Assistant(new OwnCall(), new OwnHostedCall("2")));
        var session = await agent.CreateSessionAsync(TestContext.Current.CancellationToken);

        await agent.RunAsync("go", session, cancellationToken: TestContext.Current.CancellationToken);
        await agent.RunAsync([Talk.Tool(new OwnResult()), Talk.User("next")], session, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("u: go | a: call 1 | t: 1=own | u: next", Talk.Words(model.Last));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_holds_itself_takes_no_end_neither_of_time_nor_of_stack(bool limited)
    {
        var arguments = new Dictionary<string, object?>();
        (arguments["left"], arguments["right"]) = (arguments, arguments);
        var result = new FunctionResultContent("1", null);
        result.Result = new AIContent[] { result, result };
        var (model, agent) = Agent(Talk.Assistant(new FunctionCallContent("1", "tool", arguments)), limited ? new HistoryView { MaxTokens = 10 } : new HistoryView());
        var session = await agent.CreateSessionAsync(TestContext.Current.CancellationToken);

        var answer = await agent.RunAsync("go", session, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(2, answer.Issues.Count(issue => issue.Kind == TurnIssueKind.NotKept));
        await Assert.ThrowsAsync<SessionFormatException>(() => agent.RunAsync(Talk.Tool(result), session, cancellationToken: TestContext.Current.CancellationToken));
        await agent.RunAsync("next", session, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("next", model.Last[^1].Text);
    }

    private static (GivenAnswerClient Model, ChatClientAgent Agent) Agent(ChatMessage? answer = null, HistoryView? view = null)
    {
        var model = new GivenAnswerClient(answer ?? Talk.Assistant("ok"));
        return (model, model.AsAIAgent(new ChatClientAgentOptions { Name = "A", View = view ?? new HistoryView() }));
    }

    private sealed class NotedUri() : UriContent("https://example.com/", "text/html")
    {
        public string? Note { get; init; }
    }

    private sealed class OwnCall() : FunctionCallContent("1", "tool");

    private sealed class OwnResult() : FunctionResultContent("1", "own");

    private sealed class OwnHostedCall(string callId) : ToolCallContent(callId);
}
