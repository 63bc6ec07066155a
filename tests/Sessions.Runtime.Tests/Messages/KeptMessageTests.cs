using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Messages;

/// <summary>What a session keeps is whole, and nobody else's to change: contents of every kind, with all that they hold.</summary>
public class KeptMessageTests
{
    public static TheoryData<string> Kinds => [.. ContentFiller.Kinds.Select(kind => kind.Name)];

    public static TheoryData<string, bool> KindsAndStreams => [.. ContentFiller.Kinds.SelectMany(kind => new[] { (kind.Name, false), (kind.Name, true) })];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_callers_message_is_kept_whole_whatever_becomes_of_it(string kind)
    {
        var agent = Agent(new ChatMessage(ChatRole.Assistant, "ok"));
        var session = await agent.CreateSessionAsync(TestContext.Current.CancellationToken);
        var message = Filled(ChatRole.User, kind);
        var sent = Json(message);

        await agent.RunAsync(message, session, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(sent, Json((await KeptAsync(agent, session))[0]));
        await AssertKeptAsync(agent, session, () => ContentFiller.Change(message));
    }

    [Theory]
    [MemberData(nameof(KindsAndStreams))]
    public async Task A_models_message_is_kept_whole_whatever_becomes_of_it(string kind, bool streamed)
    {
        var message = Filled(ChatRole.Assistant, kind);
        var agent = Agent(message);
        var session = await agent.CreateSessionAsync(TestContext.Current.CancellationToken);
        var said = Json(message);

        var response = streamed
            ? await agent.RunStreamingAsync("go", session, cancellationToken: TestContext.Current.CancellationToken).ToAgentResponseAsync(TestContext.Current.CancellationToken)
            : await agent.RunAsync("go", session, cancellationToken: TestContext.Current.CancellationToken);

        if (!streamed)
        {
            Assert.Equal(said, Json((await KeptAsync(agent, session))[1]));
        }

        await AssertKeptAsync(agent, session, () =>
        {
            ContentFiller.Change(message);
            ContentFiller.Change(response.Messages);
        });
    }

    [Fact]
    public async Task A_message_that_is_one_text_is_kept_whatever_becomes_of_it()
    {
        var answer = new ChatMessage(ChatRole.Assistant, "yes");
        var agent = Agent(answer);
        var session = await agent.CreateSessionAsync(TestContext.Current.CancellationToken);
        var question = new ChatMessage(ChatRole.User, "really?");

        await agent.RunAsync(question, session, cancellationToken: TestContext.Current.CancellationToken);

        await AssertKeptAsync(agent, session, () =>
        {
            ContentFiller.Change(question);
            ContentFiller.Change(answer);
        });
    }

    [Fact]
    public async Task What_is_called_approved_shown_and_cited_is_kept_whatever_becomes_of_it()
    {
        var shown = new UriContent("https://shop/cart", "text/html");
        var asked = new ToolApprovalRequestContent("r1", new FunctionCallContent("c1", "pay", new Dictionary<string, object?>()));
        var found = new WebSearchToolCallContent("w") { Queries = ["shoes"] };
        var agent = Agent(new ChatMessage(ChatRole.Assistant, [shown, found, asked, new HostedFileContent("file-1"), new TextContent("t") { Annotations = [new CitationAnnotation { Title = "before" }] }]));
        var session = await agent.CreateSessionAsync(TestContext.Current.CancellationToken);
        var mine = new UriContent("https://mine/", "text/html");

        var response = await agent.RunAsync(new ChatMessage(ChatRole.User, [new TextContent("look"), mine]), session, cancellationToken: TestContext.Current.CancellationToken);

        await AssertKeptAsync(agent, session, () =>
        {
            mine.Uri = new("https://changed/");
            shown.Uri = new("https://changed/");
            found.Queries.Add("changed");
            ((FunctionCallContent)asked.ToolCall).Arguments!["x"] = "changed";
            response.Messages[0].Contents.OfType<HostedFileContent>().Single().FileId = "changed";
            ((CitationAnnotation)response.Messages[0].Contents.OfType<TextContent>().Single().Annotations![0]).Title = "changed";
        });
    }

    private static ChatClientAgent Agent(ChatMessage answer) =>
        new GivenAnswerClient(answer).AsAIAgent(new ChatClientAgentOptions { Name = "A" });

    private static ChatMessage Filled(ChatRole role, string kind) => new(role, [new TextContent("look"), ContentFiller.Create(ContentFiller.Kinds.Single(type => type.Name == kind))])
    {
        AuthorName = "Ann",
        MessageId = "m",
        CreatedAt = DateTimeOffset.UnixEpoch,
        AdditionalProperties = new(ContentFiller.Arguments("filled")),
    };

    private static string Json(ChatMessage message) => JsonSerializer.Serialize(message, AIJsonUtilities.DefaultOptions);

    private static async Task<List<ChatMessage>> KeptAsync(AIAgent agent, AgentSession session) =>
        await agent.ReadMessagesAsync(session, cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    private static async Task AssertKeptAsync(AIAgent agent, AgentSession session, Action change)
    {
        var before = (await agent.SerializeSessionAsync(session, TestContext.Current.CancellationToken)).GetRawText();

        change();

        var after = (await agent.SerializeSessionAsync(session, TestContext.Current.CancellationToken)).GetRawText();
        Assert.DoesNotContain("changed", after, StringComparison.Ordinal);
        Assert.Equal(before, after);
    }
}
