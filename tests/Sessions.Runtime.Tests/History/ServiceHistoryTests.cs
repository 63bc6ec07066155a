using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.History;

/// <summary>Who keeps the history: design promise 3.</summary>
public class ServiceHistoryTests
{
    private readonly ScriptedChatClient _client = new();

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
            Assert.Equal(sent, _client.Last.Options!.ConversationId);
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

        Assert.Equal("r1", _client.Last.Options!.ConversationId);
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
        Assert.Equal("thread", _client.Last.Options!.ConversationId);
        Assert.Equal(["user: 2"], _client.Last.Texts);
        Assert.Empty(database.Messages);
    }

    [Fact]
    public async Task Without_a_session_the_conversation_id_in_the_options_is_sent()
    {
        var agent = _client.Answer("one", "azure-thread-abc123").AsAIAgent(name: "A");

        var response = await agent.RunAsync("Hello", options: new ChatClientAgentRunOptions { ChatOptions = new() { ConversationId = "azure-thread-abc123" } });

        Assert.Equal("azure-thread-abc123", _client.Last.Options!.ConversationId);
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
        Assert.Null(_client.Last.Options!.ConversationId);
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

        Assert.Contains("'r2' was not adopted", Assert.Single(second.Issues).Message, StringComparison.Ordinal);
        Assert.Contains("'other' was not adopted", Assert.Single(third.Issues).Message, StringComparison.Ordinal);
        Assert.Null(_client.Last.Options!.ConversationId);
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

        Assert.Equal("r1", _client.Last.Options!.ConversationId);
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
}
