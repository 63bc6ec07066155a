using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;
using Sessions.Agents;
using Sessions.Storage;
using Framework = Microsoft.Agents.AI;

#pragma warning disable MEAI001 // The framework still tries out what answers in the background are gone on with by.

namespace Sessions.AgentFramework.Tests;

/// <summary>One of our agents, used as one of the framework.</summary>
public partial class AdaptedAgentTests
{
    private readonly InMemorySessionStore _store = new();
    private readonly ScriptedModel _model = new(request => ModelAnswer.Of($"re {request.Messages[^1].Text}").Using(3, 4));

    private Framework.AIAgent NewAgent(SessionStore? store = null) =>
        _model.AsAIAgent(new ChatClientAgentOptions { Name = "Guide", Description = "Knows the way.", SessionStore = store }).AsAgentFrameworkAgent();

    [Fact]
    public void It_has_the_agents_name_and_leads_to_it()
    {
        var agent = NewAgent();

        Assert.Equal(("Guide", "Guide", "Knows the way."), (agent.Id, agent.Name, agent.Description));
        Assert.IsType<ChatClientAgent>(agent.GetService<AIAgent>());
        Assert.Same(agent, agent.GetService<Framework.AIAgent>());
        Assert.Null(agent.GetService<IChatClient>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_remembers_and_a_run_without_one_does_not(bool streamed)
    {
        var agent = NewAgent();
        var session = await agent.CreateSessionAsync();

        Assert.Equal("re one", (await RunAsync(agent, streamed, "one", session)).Text);
        Assert.Equal("re two", (await RunAsync(agent, streamed, "two", session)).Text);
        Assert.Equal("re three", (await RunAsync(agent, streamed, "three", session: null)).Text);

        Assert.Equal(["one", "re one", "two"], _model.Log.Requests[1].Messages.Select(message => message.Text));
        Assert.Single(_model.Log.Requests[2].Messages);
        Assert.Equal(2, session.GetService<AgentSession>()!.CurrentTurn);
    }

    [Fact]
    public async Task A_response_has_all_that_ours_has()
    {
        var agent = NewAgent();
        var session = await agent.CreateSessionAsync();

        var response = await agent.RunAsync("one", session);
        var update = (await agent.RunStreamingAsync("two", session).ToListAsync())[^1];

        Assert.Equal("Guide", response.AgentId);
        Assert.Equal((3L, 4L, 7L), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
        Assert.NotNull(response.GetTurnId());
        Assert.Equal(await agent.GetService<AIAgent>()!.ReadTurnsAsync(session.GetService<AgentSession>()!).Select(turn => turn.Record.Id).ToListAsync(), [response.GetTurnId()!, update.GetTurnId()!]);
        Assert.Empty(response.GetIssues());
        Assert.IsType<AgentResponse>(response.RawRepresentation);
        Assert.Equal("Guide", update.AgentId);
        Assert.Empty(update.GetIssues());
        Assert.Empty(new Framework.AgentResponse().GetIssues());
        Assert.Null(new Framework.AgentResponse().GetTurnId());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Issues_are_reached(bool streamed)
    {
        var agent = new ScriptedModel(ModelAnswer.Of("one").In("conversation")).AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = _store }).AsAgentFrameworkAgent();

        var issues = streamed
            ? (await agent.RunStreamingAsync("hi", await agent.CreateSessionAsync()).ToListAsync())[^1].GetIssues()
            : (await agent.RunAsync("hi", await agent.CreateSessionAsync())).GetIssues();

        Assert.Equal(TurnIssueKind.ServiceSessionIdIgnored, Assert.Single(issues).Kind);
    }

    [Fact]
    public async Task An_answer_in_the_background_is_gone_on_with_by_its_token()
    {
        var agent = new BackgroundClient(polls: 2, "words").AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = _store }).AsAgentFrameworkAgent();
        var session = await agent.CreateSessionAsync();

        var response = await agent.RunAsync("hi", session, new Framework.AgentRunOptions { AllowBackgroundResponses = true });
        Assert.NotNull(response.ContinuationToken);
        while (response.ContinuationToken is { } token)
        {
            response = await agent.RunAsync(session, new Framework.AgentRunOptions { AllowBackgroundResponses = true, ContinuationToken = token });
        }

        Assert.NotEmpty(response.Text);
        Assert.Equal(1, session.GetService<AgentSession>()!.CurrentTurn);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_with_a_key_is_not_run_again(bool streamed)
    {
        var agent = NewAgent(_store);
        var session = await agent.CreateSessionAsync();

        var first = await RunAsync(agent, streamed, "pay", session, new Framework.AgentRunOptions().WithTurnKey("order-4711"));
        var second = await RunAsync(agent, streamed, "pay", session, new Framework.ChatClientAgentRunOptions().WithTurnKey("order-4711"));

        Assert.Equal(first.Text, second.Text);
        Assert.Single(_model.Log.Requests);
        Assert.Null(_model.Log.Last.Options?.AdditionalProperties);
    }

    [Fact]
    public async Task Options_go_to_the_model()
    {
        var agent = NewAgent();
        var options = new Framework.ChatClientAgentRunOptions(new ChatOptions { Temperature = 0.5f }) { ResponseFormat = ChatResponseFormat.Json, AdditionalProperties = new() { ["a"] = 1 } };

        await agent.RunAsync("hi", options: options.WithTurnKey("k"));

        var sent = _model.Log.Last.Options!;
        Assert.Equal((0.5f, ChatResponseFormat.Json), (sent.Temperature, sent.ResponseFormat));
        Assert.Equal(["a"], sent.AdditionalProperties!.Keys);
        Assert.Equal("k", options.AdditionalProperties["sessions.turnKey"]);
    }

    [Fact]
    public async Task What_our_agents_have_no_place_for_is_refused()
    {
        var agent = NewAgent();

        var failure = await Assert.ThrowsAsync<NotSupportedException>(() => agent.RunAsync("hi", options: new Framework.ChatClientAgentRunOptions { ChatClientFactory = client => client }));

        Assert.Contains("ConfigureChatClient", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_model.Log.Requests);
    }

    [Fact]
    public async Task A_typed_answer_is_read()
    {
        var agent = new ScriptedModel(ModelAnswer.Of("""{"City":"Rome","Days":3}""")).AsAIAgent(new ChatClientAgentOptions { Name = "Guide" }).AsAgentFrameworkAgent();

        var response = await agent.RunAsync<Journey>("Where to?", await agent.CreateSessionAsync(), TestJson.Default.Options);

        Assert.Equal(new Journey("Rome", 3), response.Result);
        Assert.NotNull(response.GetTurnId());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_serialized_session_comes_back_with_the_frameworks_state(bool isStored)
    {
        var agent = NewAgent(isStored ? _store : null);
        var session = await agent.CreateSessionAsync();
        await agent.RunAsync("one", session);
        session.StateBag.SetValue("note", "theirs");
        session.GetService<AgentSession>()!.State.Set(new Tally { Count = 7 });

        var serialized = JsonDocument.Parse((await agent.SerializeSessionAsync(session)).GetRawText()).RootElement;
        var resumed = await NewAgent(isStored ? _store : null).DeserializeSessionAsync(serialized);
        await NewAgent(isStored ? _store : null).RunAsync("two", resumed);

        Assert.Equal(["one", "re one", "two"], _model.Log.Last.Messages.Select(message => message.Text));
        Assert.Equal("theirs", resumed.StateBag.GetValue<string>("note"));
        Assert.Equal(7, resumed.GetService<AgentSession>()!.State.Get<Tally>().Count);
        Assert.Equal(session.GetService<AgentSession>()!.Key, resumed.GetService<AgentSession>()!.Key);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"session":1}""")]
    [InlineData("""{"stateBag":{}}""")]
    [InlineData("""{"conversationId":"c","stateBag":{}}""")]
    public async Task What_is_no_session_of_it_is_refused(string json) =>
        await Assert.ThrowsAsync<SessionFormatException>(async () => await NewAgent().DeserializeSessionAsync(JsonDocument.Parse(json).RootElement));

    [Fact]
    public async Task Another_agents_session_is_refused_before_the_model_is_asked()
    {
        var agent = NewAgent();
        var others = _model.AsAIAgent(new ChatClientAgentOptions { Name = "Other" }).AsAgentFrameworkAgent();
        var theirs = new Framework.ChatClientAgent(_model, name: "Theirs");

        await Assert.ThrowsAsync<SessionMismatchException>(async () => await agent.RunAsync("hi", await others.CreateSessionAsync()));
        var failure = await Assert.ThrowsAsync<ArgumentException>(async () => await agent.RunAsync("hi", await theirs.CreateSessionAsync()));

        Assert.Contains("CreateSessionAsync", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_model.Log.Requests);
    }

    [Fact]
    public async Task A_failure_has_the_answer()
    {
        var agent = NewAgent(new FailingStore(_store) { Failing = StoreOperation.Commit, Failure = _ => new IOException("down") });

        var failure = await Assert.ThrowsAsync<SessionStoreException>(async () => await agent.RunAsync("hi", await agent.CreateSessionAsync()));

        Assert.Equal("re hi", failure.Response!.AsAgentFrameworkResponse().Text);
    }

    [Fact]
    public async Task A_stream_that_is_left_leaves_what_our_agent_says()
    {
        var agent = new ScriptedModel(ModelAnswer.Of("one").Say("two").Say("three")).AsAIAgent(new ChatClientAgentOptions { Name = "A", InterruptedTurns = InterruptedTurns.KeepInput }).AsAgentFrameworkAgent();
        var session = await agent.CreateSessionAsync();
        await foreach (var update in agent.RunStreamingAsync("hi", session))
        {
            if (update.Text.Length > 0)
            {
                break;
            }
        }

        var turn = Assert.Single(await agent.GetService<AIAgent>()!.ReadTurnsAsync(session.GetService<AgentSession>()!).ToListAsync());
        Assert.Equal((TurnStatus.Interrupted, "hi"), (turn.Record.Status, Assert.Single(turn.Messages).Text));
    }

    [Fact]
    public async Task Parallel_runs_of_one_session_queue()
    {
        var agent = NewAgent(_store);
        var session = await agent.CreateSessionAsync();

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => agent.RunAsync($"{i}", session))));

        var messages = await agent.GetService<AIAgent>()!.ReadMessagesAsync(session.GetService<AgentSession>()!).Select(message => message.Text).ToListAsync();
        Assert.Equal(400, messages.Count);
        Assert.All(messages.Chunk(2), pair => Assert.Equal($"re {pair[0]}", pair[1]));
    }

    private static async Task<Framework.AgentResponse> RunAsync(Framework.AIAgent agent, bool streamed, string message, Framework.AgentSession? session, Framework.AgentRunOptions? options = null) => streamed
        ? Framework.AgentResponseExtensions.ToAgentResponse(await agent.RunStreamingAsync(message, session, options).ToListAsync())
        : await agent.RunAsync(message, session, options);

    internal sealed record Journey(string City, int Days);

    [JsonSerializable(typeof(Journey))]
    private sealed partial class TestJson : JsonSerializerContext;
}
