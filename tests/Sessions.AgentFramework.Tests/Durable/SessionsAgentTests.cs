using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.Agents;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Tests.Durable;

/// <summary>An agent of the framework whose sessions are kept in a store of ours.</summary>
public class SessionsAgentTests
{
    private static readonly SessionKey Key = new("acme", "alice-42");

    private readonly InMemorySessionStore _store = new();
    private readonly ScriptedModel _model = new(request => ModelAnswer.Of($"re {request.Messages[^1].Text}").Using(3, 4));

    private SessionsAgent NewAgent(string name = "Guide", SessionsAgentOptions? options = null, params AITool[] tools) =>
        new Framework.ChatClientAgent(_model, "Be kind.", name, "Knows the way.", tools).WithSessions(_store, options);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_goes_on_in_another_process(bool streamed)
    {
        var session = await NewAgent().GetSessionAsync(Key);
        Assert.Equal("re one", (await RunAsync(NewAgent(), streamed, "one", session)).Text);

        var (agent, again) = (NewAgent(), await NewAgent().GetSessionAsync(Key));
        Assert.Equal("re two", (await RunAsync(agent, streamed, "two", again)).Text);
        await RunAsync(agent, streamed, "three", again);

        Assert.Equal(["one", "re one", "two", "re two", "three"], _model.Log.Requests[2].Messages.Select(message => message.Text));
        Assert.Equal("Be kind.", _model.Log.Requests[2].Options!.Instructions);
        Assert.Equal(["one", "re one", "two", "re two", "three", "re three"], await agent.ReadMessagesAsync(again).Select(message => message.Text).ToListAsync());
        _model.Log.ThrowIfInvalid();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_without_a_session_remembers_nothing(bool streamed)
    {
        var agent = NewAgent();

        await RunAsync(agent, streamed, "one", session: null);
        await RunAsync(agent, streamed, "two", session: null);

        Assert.Single(_model.Log.Requests[1].Messages);
        Assert.Empty(await _store.ListAsync(new SessionQuery()).ToListAsync());
    }

    [Fact]
    public async Task A_response_is_the_frameworks_with_what_ours_has()
    {
        var agent = NewAgent();
        var session = await agent.CreateSessionAsync();

        var response = await agent.RunAsync("one", session);
        var update = (await agent.RunStreamingAsync("two", session).ToListAsync())[^1];

        Assert.Equal((agent.Id, "Guide", 7L), (response.AgentId, response.Messages[0].AuthorName, response.Usage!.TotalTokenCount));
        Assert.Equal(await agent.ReadTurnsAsync(session).Select(turn => turn.Record.Id).ToListAsync(), [response.GetTurnId()!, update.GetTurnId()!]);
        Assert.Empty(response.GetIssues());
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal((agent.Id, "Guide"), (update.AgentId, update.AuthorName));
    }

    [Fact]
    public async Task Another_agent_is_refused_before_the_model_is_asked()
    {
        var session = await NewAgent().GetSessionAsync(Key);
        await NewAgent().RunAsync("one", session);
        var saved = await NewAgent().SerializeSessionAsync(session);
        var other = NewAgent("Banker");

        await Assert.ThrowsAsync<SessionMismatchException>(() => other.RunAsync("two", session));
        await Assert.ThrowsAsync<SessionMismatchException>(async () => await other.GetSessionAsync(Key));
        await Assert.ThrowsAsync<SessionMismatchException>(async () => await other.SerializeSessionAsync(session));
        await Assert.ThrowsAsync<SessionMismatchException>(async () => await other.DeserializeSessionAsync(saved));
        Assert.Single(_model.Log.Requests);
    }

    [Fact]
    public async Task A_session_that_no_store_keeps_is_refused()
    {
        var plain = new Framework.ChatClientAgent(_model, name: "Guide");

        var refused = await Assert.ThrowsAsync<ArgumentException>(async () => await NewAgent().RunAsync("one", await plain.CreateSessionAsync()));

        Assert.Contains("ImportAgentFrameworkSessionAsync", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_model.Log.Requests);
    }

    [Fact]
    public async Task A_serialized_session_is_a_pointer()
    {
        var agent = NewAgent();
        var session = await agent.GetSessionAsync(Key);
        for (var i = 0; i < 20; i++)
        {
            await agent.RunAsync("a question of some length", session);
        }

        var saved = await agent.SerializeSessionAsync(session);
        Assert.InRange(saved.GetRawText().Length, 1, 90);

        var restored = await NewAgent().DeserializeSessionAsync(saved);
        await agent.RunAsync("go on", restored);
        Assert.Equal(41, _model.Log.Requests[^1].Messages.Count);
    }

    [Fact]
    public async Task A_pointer_is_checked()
    {
        var agent = NewAgent(options: new SessionsAgentOptions { AuthorizeSession = (key, _) => new(key.Tenant == "acme") });
        var ours = await agent.SerializeSessionAsync(await agent.GetSessionAsync(Key));
        var theirs = JsonDocument.Parse(ours.GetRawText().Replace("acme", "other", StringComparison.Ordinal)).RootElement;

        Assert.NotNull(await agent.DeserializeSessionAsync(ours));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(async () => await agent.DeserializeSessionAsync(theirs));
    }

    [Fact]
    public async Task A_pointer_to_what_was_deleted_is_refused()
    {
        var agent = NewAgent();
        var session = await agent.GetSessionAsync(Key);
        await agent.RunAsync("one", session);
        var saved = await agent.SerializeSessionAsync(session);

        Assert.True(await agent.DeleteSessionAsync(Key));

        await Assert.ThrowsAsync<SessionConflictException>(async () => await agent.DeserializeSessionAsync(saved));
        await Assert.ThrowsAsync<SessionConflictException>(() => agent.RunAsync("two", session));
        Assert.Null(await agent.FindSessionAsync(Key));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("\"text\"")]
    [InlineData("""{"tenant":"a","sessionId":"","agent":"Guide","revision":1}""")]
    [InlineData("""{"tenant":"a","sessionId":"b","agent":"Guide"}""")]
    [InlineData("""{"tenant":"a","sessionId":"b","agent":"Guide","revision":"1"}""")]
    [InlineData("""{"tenant":"a","sessionId":"b","agent":"Guide","revision":1.5}""")]
    [InlineData("""{"tenant":null,"sessionId":"b","agent":"Guide","revision":1}""")]
    [InlineData("""{"stateBag":{}}""")]
    [InlineData("""{"conversationId":"c"}""")]
    public async Task What_is_no_pointer_is_refused(string json)
    {
        await Assert.ThrowsAsync<SessionFormatException>(async () => await NewAgent().DeserializeSessionAsync(JsonDocument.Parse(json).RootElement));
    }

    [Fact]
    public async Task A_session_is_forked_rewound_listed_and_found()
    {
        var agent = NewAgent();
        var session = await agent.GetSessionAsync(Key);
        await agent.RunAsync("one", session);
        await agent.RunAsync("two", session);

        var fork = await agent.ForkSessionAsync(session, throughTurn: 1, sessionId: "fork");
        await agent.RunAsync("other", fork);
        await agent.RewindSessionAsync(session, 1);
        await agent.RunAsync("again", session);

        Assert.Equal(["one", "re one", "other"], _model.Log.Requests[2].Messages.Select(message => message.Text));
        Assert.Equal(["one", "re one", "again"], _model.Log.Requests[3].Messages.Select(message => message.Text));
        Assert.Equal(["alice-42", "fork"], (await agent.ListSessionsAsync(new SessionQuery { Tenant = "acme" }).ToListAsync()).Select(listed => listed.Key.Id).Order(StringComparer.Ordinal));
        Assert.Equal(2, await agent.ReadTurnsAsync((await agent.FindSessionAsync(Key))!).CountAsync());
        await Assert.ThrowsAsync<SessionExistsException>(async () => await agent.CreateSessionAsync(Key));
    }

    [Fact]
    public async Task A_session_is_handed_over_on_purpose()
    {
        var (guide, banker) = (NewAgent(), NewAgent("Banker"));
        var session = await guide.GetSessionAsync(Key);
        await guide.RunAsync("one", session);

        await guide.HandOffAsync(session, banker);
        await banker.RunAsync("two", session);
        await Assert.ThrowsAsync<SessionMismatchException>(() => guide.RunAsync("three", session));

        var back = await guide.TakeOverSessionAsync(Key, fromAgentId: "Banker");
        await guide.RunAsync("three", back);
        Assert.Equal(["one", "re one", "two", "re two", "three"], _model.Log.Requests[2].Messages.Select(message => message.Text));
        Assert.Null(await guide.TakeOverSessionAsync(new SessionKey("acme", "nobody"), fromAgentId: "Banker"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_turn_with_a_key_is_answered_once(bool streamed)
    {
        var agent = NewAgent();
        var session = await agent.GetSessionAsync(Key);
        var options = new Framework.AgentRunOptions().WithTurnKey("order-4711");

        var first = await RunAsync(agent, streamed, "order", session, options);
        var second = await RunAsync(NewAgent(), streamed, "order", await NewAgent().GetSessionAsync(Key), options);

        Assert.Equal("re order", first.Text);
        Assert.Equal("re order", second.Text);
        Assert.Single(_model.Log.Requests);
        await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(agent, streamed, "something else", session, options));
    }

    [Fact]
    public async Task A_window_of_the_history_is_sent()
    {
        var agent = NewAgent(options: new SessionsAgentOptions { View = new HistoryView { MaxMessages = 4 } });
        var session = await agent.GetSessionAsync(Key);
        for (var i = 0; i < 40; i++)
        {
            await agent.RunAsync($"question {i}", session);
        }

        Assert.InRange(_model.Log.Requests[^1].Messages.Count, 2, 5);
        Assert.Equal("question 39", _model.Log.Requests[^1].Messages[^1].Text);
        _model.Log.ThrowIfInvalid();
    }

    private static async Task<Framework.AgentResponse> RunAsync(Framework.AIAgent agent, bool streamed, string message, Framework.AgentSession? session, Framework.AgentRunOptions? options = null) =>
        streamed ? Framework.AgentResponseExtensions.ToAgentResponse(await agent.RunStreamingAsync(message, session, options).ToListAsync()) : await agent.RunAsync(message, session, options);
}
