using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.History;

/// <summary>Who keeps the history: design promise 3.</summary>
public class ServiceHistoryTests
{
    private readonly QueuedAnswerClient _client = new();

    [Fact]
    public async Task A_service_id_that_was_given_is_sent_and_the_history_is_not()
    {
        var agent = _client.Answer("one", "thread").Answer("two", "thread").AsAIAgent(name: "A");
        var session = await agent.GetSessionAsync(serviceSessionId: "thread", sessionId: "local");

        await agent.RunAsync("first", session);
        await agent.RunAsync("second", session);

        Assert.Equal("local", session.Id);
        Assert.Equal("thread", session.ServiceSessionId);
        Assert.All(_client.Requests, request => Assert.Equal("thread", request.Options!.ConversationId));
        Assert.Equal(["user: second"], _client.Last.Texts);
    }

    [Fact]
    public async Task The_services_id_follows_its_responses_and_stays_when_one_has_none()
    {
        var agent = _client.Answer("one", "r1").Answer("two", "r2").Answer("three").Answer("four", "r4").AsAIAgent(name: "A");
        var session = await agent.CreateSessionAsync();

        foreach (var (message, sent, after) in new[] { ("1", null, "r1"), ("2", "r1", "r2"), ("3", "r2", "r2"), ("4", "r2", "r4") })
        {
            var response = await agent.RunAsync(message, session);
            Assert.Equal(sent, _client.Last.Options?.ConversationId);
            Assert.Equal(["user: " + message], _client.Last.Texts);
            Assert.Equal(after, session.ServiceSessionId);
            Assert.Empty(response.Issues);
        }
    }

    [Fact]
    public async Task A_stream_adopts_the_services_id_too()
    {
        var agent = _client.Answer("one", "r1").AsAIAgent(name: "A");
        var session = await agent.CreateSessionAsync();

        await agent.RunStreamingAsync("1", session).ToAgentResponseAsync();
        await agent.RunStreamingAsync("2", session).ToAgentResponseAsync();

        Assert.Equal("r1", _client.Last.Options?.ConversationId);
        Assert.Equal(["user: 2"], _client.Last.Texts);
    }

    [Fact]
    public async Task A_conversation_id_in_the_options_of_the_first_turn_makes_the_service_the_owner()
    {
        var database = new DictionaryHistoryProvider();
        var agent = _client.Answer("one", "thread").AsAIAgent(new ChatClientAgentOptions { Name = "A", ContextProviders = [database] });
        var session = await agent.CreateSessionAsync();

        await agent.RunAsync("1", session, new ChatClientAgentRunOptions { ChatOptions = new() { ConversationId = "thread" } });
        await agent.RunAsync("2", session);

        Assert.Equal("thread", session.ServiceSessionId);
        Assert.Equal("thread", _client.Last.Options?.ConversationId);
        Assert.Equal(["user: 2"], _client.Last.Texts);
        Assert.Empty(database.Messages);
    }

    [Fact]
    public async Task Without_a_session_the_conversation_id_in_the_options_is_sent()
    {
        var agent = _client.Answer("one", "azure-thread-abc123").AsAIAgent(name: "A");

        var response = await agent.RunAsync("Hello", options: new ChatClientAgentRunOptions { ChatOptions = new() { ConversationId = "azure-thread-abc123" } });

        Assert.Equal("azure-thread-abc123", _client.Last.Options?.ConversationId);
        Assert.Equal("azure-thread-abc123", response.ConversationId);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Where_a_provider_or_a_store_keeps_the_history_a_services_id_is_an_issue(bool hasProvider, bool hasStore)
    {
        var agent = _client.Answer("one", "r1").Answer("two", "r2").AsAIAgent(new ChatClientAgentOptions
        {
            Name = "A",
            ContextProviders = hasProvider ? [new DictionaryHistoryProvider()] : [],
            SessionStore = hasStore ? new InMemorySessionStore() : null,
        });
        var session = await agent.GetSessionAsync("s");

        var response = await agent.RunAsync("1", session);
        await agent.RunAsync("2", session);

        Assert.Equal(TurnIssueKind.ServiceSessionIdIgnored, Assert.Single(response.Issues).Kind);
        Assert.Null(session.ServiceSessionId);
        Assert.Null(_client.Last.Options?.ConversationId);
        Assert.Equal(["user: 1", "assistant: one", "user: 2"], _client.Last.Texts);
    }

    [Fact]
    public async Task A_local_history_is_never_flipped_by_a_later_id()
    {
        var agent = _client.Answer("one").Answer("two", "r2").AsAIAgent(name: "A");
        var session = await agent.CreateSessionAsync();
        await agent.RunAsync("1", session);

        var second = await agent.RunAsync("2", session);
        var third = await agent.RunAsync("3", session, new ChatClientAgentRunOptions { ChatOptions = new() { ConversationId = "other" } });

        Assert.Empty(second.Issues);
        Assert.Contains("'other' was not adopted", Assert.Single(third.Issues).Message, StringComparison.Ordinal);
        Assert.Null(_client.Last.Options?.ConversationId);
        Assert.Equal(5, _client.Last.Messages.Count);
    }

    [Fact]
    public async Task A_stored_local_session_refuses_to_go_on_with_a_services_conversation()
    {
        var agent = _client.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = new InMemorySessionStore() });
        await agent.RunAsync("1", await agent.GetSessionAsync("s"));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await agent.GetSessionAsync("s", serviceSessionId: "thread"));

        Assert.Contains("'s' keeps its history locally", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_session_survives_the_store()
    {
        var store = new InMemorySessionStore();
        var options = new ChatClientAgentOptions { Name = "A", SessionStore = store };
        await _client.Answer("one", "r1").AsAIAgent(options).RunAsync("1", await _client.AsAIAgent(options).GetSessionAsync("s", "r0"));

        var agent = _client.AsAIAgent(options);
        var session = await agent.GetSessionAsync("s");
        await agent.RunAsync("2", session);

        Assert.Equal("r1", _client.Last.Options?.ConversationId);
        Assert.Equal(["user: 2"], _client.Last.Texts);
    }

    [Fact]
    public async Task A_failed_first_turn_adopts_nothing()
    {
        var agent = _client.Fail(new HttpRequestException("down")).AsAIAgent(name: "A");
        var session = await agent.CreateSessionAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => agent.RunAsync("1", session, new ChatClientAgentRunOptions { ChatOptions = new() { ConversationId = "thread" } }));

        Assert.Null(session.ServiceSessionId);
    }

    [Theory]
    [MemberData(nameof(ServiceRuns))]
    public async Task Results_of_calls_that_the_service_has_are_sent(string serviceRun, bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "f").Call("c2", "f").In("thread"), ModelAnswer.Of("done").In("thread"));
        var agent = model.AsAIAgent(new ChatClientAgentOptions { Name = "A", ContextProviders = [new Noon()] });
        var (session, options) = await BeginAsync(agent, serviceRun);
        await RunAsync(agent, [Talk.User("go")], session, options, streamed);

        var response = await RunAsync(agent, [Talk.Tool(Talk.Result("c1")), Talk.User(Talk.Text("and?"), Talk.Result("c2"))], session, options, streamed);

        Assert.Equal("thread", model.Log.Last.Options!.ConversationId);
        Assert.Equal("t: c1=ok | t: c2=ok | u: it is noon | u: and?", Talk.Words(model.Log.Last.Messages));
        Assert.Empty(response.Issues);
        model.Log.ThrowIfInvalid();
    }

    [Theory]
    [MemberData(nameof(ServiceRuns))]
    public async Task Approvals_of_calls_that_the_service_has_are_acted_on_and_the_callers_answer_stays_as_it_was(string serviceRun, bool streamed)
    {
        var calls = 0;
        var tool = new ApprovalRequiredAIFunction(AIFunctionFactory.Create(() => ++calls, "f"));
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "f").In("thread"), ModelAnswer.Of("done").In("thread"));
        var agent = model.AsAIAgent(new ChatClientAgentOptions { Name = "A", ChatOptions = new() { Tools = [tool] }, ConfigureChatClient = client => new FunctionInvokingChatClient(client) });
        var (session, options) = await BeginAsync(agent, serviceRun);
        var asked = await RunAsync(agent, [Talk.User("go")], session, options, streamed);
        var request = Assert.Single(asked.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>());
        var answer = request.CreateResponse(approved: true);

        var response = await RunAsync(agent, [Talk.User(answer)], session, options, streamed);

        Assert.Equal(1, calls);
        Assert.Equal("done", response.Messages[^1].Text);
        Assert.Equal("t: c1=1", Talk.Words(model.Log.Last.Messages));
        Assert.False(((FunctionCallContent)answer.ToolCall).InformationalOnly);
        Assert.Empty(response.Issues);
        model.Log.ThrowIfInvalid();
    }

    [Fact]
    public async Task Input_that_goes_on_with_a_services_conversation_is_valid_by_itself()
    {
        var model = new ScriptedModel();
        var agent = model.AsAIAgent(new ChatClientAgentOptions { Name = "A", View = new HistoryView { Reducer = new RefusingReducer() } });
        var session = await agent.GetSessionAsync(serviceSessionId: "thread");

        var response = await agent.RunAsync(
            [
                Talk.Tool(Talk.Result("c1"), Talk.Result("c1", "again")),
                Talk.Assistant(Talk.Call("c1")),
                Talk.User("hm"),
                Talk.Assistant(new WebSearchToolCallContent("h")),
                Talk.User(Talk.Answer("2"), Talk.Answer("2", approved: false), Talk.Text("go on")),
            ],
            session);

        Assert.Equal("t: c1=ok | a: call c1 | t: c1=none | u: hm | u: yes 2, go on", Talk.Words(model.Log.Last.Messages));
        Assert.Equal(
            ["Call 'c1' had two results; the second was left out.", "The answer to request for approval 'ask-2' was left out: no such request is open. The tool was not called for it."],
            response.Issues.Select(issue => issue.Message));
        Assert.Empty(RequestValidator.Validate(model.Log.Last.Messages, RequestLevel.Functions, continuesConversation: true));
    }

    public static TheoryData<string, bool> ServiceRuns => new(from run in new[] { "session", "options", "no session" } from streamed in new[] { false, true } select (run, streamed));

    private static async Task<(AgentSession? Session, AgentRunOptions? Options)> BeginAsync(AIAgent agent, string serviceRun)
    {
        var options = new ChatClientAgentRunOptions { ChatOptions = new() { ConversationId = "thread" } };
        return serviceRun switch
        {
            "session" => (await agent.GetSessionAsync(serviceSessionId: "thread"), null),
            "options" => (await agent.CreateSessionAsync(), options),
            _ => (null, options),
        };
    }

    private static async Task<AgentResponse> RunAsync(AIAgent agent, ChatMessage[] messages, AgentSession? session, AgentRunOptions? options, bool streamed) => streamed
        ? await agent.RunStreamingAsync(messages, session, options).ToAgentResponseAsync()
        : await agent.RunAsync(messages, session, options);

    private sealed class Noon : AIContextProvider
    {
        public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
        {
            turn.AddMessages(this, Talk.User("it is noon"));
            return default;
        }
    }

    /// <summary>A reducer of a history that is not here to be reduced.</summary>
    private sealed class RefusingReducer : IChatReducer
    {
        public Task<IEnumerable<ChatMessage>> ReduceAsync(IEnumerable<ChatMessage> messages, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("There is no history to reduce.");
    }
}
