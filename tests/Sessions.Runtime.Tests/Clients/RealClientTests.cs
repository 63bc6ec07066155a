using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Clients;

/// <summary>
/// The clients that applications use, against servers that speak as the services do: tools run, and a request begins with the bytes
/// of the one before, also after a restart. That is what a service's prompt cache goes by.
/// </summary>
public class RealClientTests
{
    private const string Hut = "Hütte <1> & \"2\" 🏔";

    private static readonly byte[] Photo = [1, 2, 3, 4];

    private static readonly WireAnswer[] Answers =
    [
        new(
            $"Let me look at the {Hut}.",
            "They want a photo.",
            new WireCall("call_1", "take_photo", """{"place":"H\u00fctte <1> & \"2\" 🏔","zoom":1.50,"far":1e3,"tags":["a",null,{"b":false}]}"""),
            new WireCall("call_2", "remember", """{"count":3}""")),
        new("A hut in the snow."),
        new("You asked for a photo.", "What did they ask?"),
        new("Goodbye."),
    ];

    public static TheoryData<string, bool, bool> Cases()
    {
        var cases = new TheoryData<string, bool, bool>();
        foreach (var wire in ModelWire.All.Keys)
        {
            cases.Add(wire, false, false);
            cases.Add(wire, false, true);
            cases.Add(wire, true, false);
            cases.Add(wire, true, true);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_tool_runs_and_a_restart_changes_no_byte_of_what_was_sent(string name, bool streamed, bool inStore)
    {
        var wire = ModelWire.All[name];
        var answered = 0;
        using var server = new LoopbackServer(_ => wire.Reply(Answers[answered], ++answered, streamed));
        var store = inStore ? new InMemorySessionStore() : null;

        var first = Agent(wire, wire.Options(), server, store);
        var session = inStore ? await first.GetSessionAsync("s") : await first.CreateSessionAsync("s");
        Assert.Equal("A hut in the snow.", await SayAsync(first, $"Take a photo of the {Hut}.", session));
        Assert.Equal("You asked for a photo.", await SayAsync(first, "What did I ask for?", session));

        var second = Agent(wire, wire.Options(), server, store);
        var resumed = inStore
            ? await second.GetSessionAsync("s")
            : await second.DeserializeSessionAsync(await first.SerializeSessionAsync(session));
        Assert.Equal("Goodbye.", await SayAsync(second, "Bye.", resumed));

        Assert.Equal(3, resumed.State.Get<Tally>().Count);
        Assert.All(server.Requests, request => Assert.Equal(wire.Path, request.Path));
        var sent = server.Requests.Select(request => request.Body.GetProperty(wire.ConversationProperty).GetRawText()).ToList();
        Assert.Equal(Answers.Length, sent.Count);
        AssertBeginsWith(sent[0], sent[1]);
        Assert.Equal(wire.SendsServiceFormInTurn(streamed), !sent[2].StartsWith(Open(sent[1]), StringComparison.Ordinal));
        AssertBeginsWith(sent[2], sent[3]);
        AssertCarries(wire, sent[^1]);

        async Task<string> SayAsync(AIAgent agent, string text, AgentSession to)
        {
            var response = await agent.RunAsync(streamed, text, to);
            Assert.Empty(response.Issues);
            return response.Messages[^1].Text;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_OpenAI_keeps_the_conversation_a_restart_goes_on_by_its_id(bool streamed)
    {
        var wire = new OpenAIResponsesWire();
        var answered = 0;
        using var server = new LoopbackServer(_ => wire.Reply(Answers[answered], ++answered, streamed));

        var first = Agent(wire, new ChatOptions(), server, store: null);
        var session = await first.CreateSessionAsync();
        await first.RunAsync(streamed, "Take a photo.", session);
        await first.RunAsync(streamed, "What did I ask for?", session);
        var second = Agent(wire, new ChatOptions(), server, store: null);
        var resumed = await second.DeserializeSessionAsync(await first.SerializeSessionAsync(session));
        await second.RunAsync(streamed, "Bye.", resumed);

        Assert.Equal(["", "resp_1", "resp_2", "resp_3"], server.Requests.Select(PreviousId));
        Assert.Equal([1, 2, 1, 1], server.Requests.Select(request => request.Body.GetProperty("input").GetArrayLength()));
        Assert.Contains(wire.ImageMark!, server.Requests[1].Body.GetProperty("input").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(3, resumed.State.Get<Tally>().Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_a_store_keeps_the_conversation_OpenAI_is_sent_it_and_its_id_is_an_issue_once(bool streamed)
    {
        var wire = new OpenAIResponsesWire();
        var answered = 0;
        using var server = new LoopbackServer(_ => wire.Reply(Answers[answered], ++answered, streamed));
        var store = new InMemorySessionStore();

        foreach (var text in new[] { "Take a photo.", "What did I ask for?", "Bye." })
        {
            var agent = Agent(wire, new ChatOptions(), server, store);
            var response = await agent.RunAsync(streamed, text, await agent.GetSessionAsync("s"));
            Assert.Equal(text == "Take a photo." ? [TurnIssueKind.ServiceSessionIdIgnored] : [], response.Issues.Select(issue => issue.Kind));
        }

        // Within a turn, the rest is asked for by the id of the answer before.
        Assert.Equal(["", "resp_1", "", ""], server.Requests.Select(PreviousId));
        var sent = server.Requests.Select(request => request.Body.GetProperty("input").GetRawText()).ToList();
        AssertBeginsWith(sent[0], sent[2]);
        AssertBeginsWith(sent[2], sent[3]);
        AssertCarries(wire, sent[3]);
    }

    [Fact]
    public async Task What_OpenAI_answers_in_the_background_is_fetched_after_a_restart_as_one_turn()
    {
        var wire = new OpenAIResponsesWire();
        var polls = 0;
        using var server = new LoopbackServer(request => request.Body.ValueKind == JsonValueKind.Null
            ? OpenAIResponsesWire.Background(++polls % 2 == 0 ? Answers[(polls / 2) - 1] : null, (polls + 1) / 2)
            : OpenAIResponsesWire.Background(null, (polls / 2) + 1));
        var store = new InMemorySessionStore();
        var agent = Agent(wire, new ChatOptions { AllowBackgroundResponses = true }, server, store);
        var session = await agent.GetSessionAsync("s");

        var response = await agent.RunAsync("Take a photo.", session);
        var runs = 0;
        while (response.ContinuationToken is { } token)
        {
            Assert.True(++runs < 10, "The answer does not come to its end.");
            agent = Agent(wire, new ChatOptions { AllowBackgroundResponses = true }, server, store);
            session = await agent.GetSessionAsync("s");
            response = await agent.RunAsync([], session, new() { ContinuationToken = ResponseContinuationToken.FromBytes(token.ToBytes()) });
        }

        Assert.Equal(
            ["/v1/responses", "/v1/responses/resp_1", "/v1/responses/resp_1", "/v1/responses", "/v1/responses/resp_2", "/v1/responses/resp_2"],
            server.Requests.Select(request => request.Path));
        Assert.True(server.Requests[0].Body.GetProperty("background").GetBoolean());
        Assert.Equal("A hut in the snow.", response.Messages[^1].Text);
        Assert.Equal((1, 3), (session.CurrentTurn, session.State.Get<Tally>().Count));
    }

    private static string? PreviousId(ReceivedRequest request) => request.Body.TryGetProperty("previous_response_id", out var id) ? id.GetString() : "";

    private static void AssertBeginsWith(string earlier, string later) => Assert.StartsWith(Open(earlier), later, StringComparison.Ordinal);

    /// <summary>An array of messages as it begins where more follow.</summary>
    private static string Open(string messages) => messages[..^1] + ",";

    private static void AssertCarries(ModelWire wire, string sent)
    {
        Assert.Contains(Convert.ToBase64String(Photo), sent, StringComparison.Ordinal);
        Assert.Equal(wire.ImageMark is not null, wire.ImageMark is { } image && sent.Contains(image, StringComparison.Ordinal));
        Assert.Equal(wire.SendsThoughts, sent.Contains("They want a photo.", StringComparison.Ordinal));
    }

    private static ChatClientAgent Agent(ModelWire wire, ChatOptions options, LoopbackServer server, SessionStore? store)
    {
        options.Instructions = "Be brief.";
        options.Tools = [AIFunctionFactory.Create(TakePhoto, "take_photo"), AIFunctionFactory.Create(Remember, "remember")];
        return wire.Connect(server.Address).AsAIAgent(new ChatClientAgentOptions { Name = "A", ChatOptions = options, SessionStore = store });
    }

    private static IList<AIContent> TakePhoto(string place) => [new TextContent($"The {place}:"), new DataContent(Photo, "image/png")];

    private static string Remember(int count)
    {
        TurnContext.Current!.Session!.State.Update<Tally>(tally => tally with { Count = tally.Count + count });
        return "remembered";
    }
}
