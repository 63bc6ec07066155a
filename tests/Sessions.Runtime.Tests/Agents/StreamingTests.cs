using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Agents;

public class StreamingTests
{
    private readonly QueuedAnswerClient _client = new();

    private static ChatResponse InPieces(params string[] pieces) =>
        new([.. pieces.Select(piece => new ChatMessage(ChatRole.Assistant, piece) { MessageId = piece })]);

    [Fact]
    public async Task The_history_is_updated_when_the_stream_completes()
    {
        var agent = _client.Answer((_, _) => Task.FromResult(InPieces("Once ", "upon a time"))).AsAIAgent(name: "A");
        var session = await agent.CreateSessionAsync();

        var revisions = new List<long>();
        await foreach (var update in agent.RunStreamingAsync("A story", session))
        {
            Assert.Equal("A", update.AgentId);
            revisions.Add(session.Revision);
        }

        Assert.All(revisions, revision => Assert.Equal(0, revision));
        Assert.Equal(1, session.Revision);
        await agent.RunAsync("More", session);
        Assert.Equal(["user: A story", "assistant: Once ", "assistant: upon a time", "user: More"], _client.Last.Texts);
    }

    [Fact]
    public async Task The_updates_make_the_response_that_a_run_would_have_returned()
    {
        var agent = _client.Answer((_, _) => Task.FromResult(InPieces("a", "b"))).AsAIAgent(name: "A");

        var response = await agent.RunStreamingAsync("go").ToAgentResponseAsync();

        Assert.Equal("ab", response.Text);
        Assert.Equal("A", response.AgentId);
        Assert.NotNull(response.TurnId);
    }

    [Fact]
    public async Task A_stream_that_is_left_early_leaves_nothing_and_lets_the_next_turn_run()
    {
        Exception? seen = null;
        var hook = new Hook("hook", after: (turn, token) =>
        {
            seen = turn.Exception;
            Assert.False(token.IsCancellationRequested);
            return default;
        });
        var agent = _client.Answer((_, _) => Task.FromResult(InPieces("a", "b"))).AsAIAgent(new ChatClientAgentOptions { Name = "A", ContextProviders = [hook] });
        var session = await agent.CreateSessionAsync();

        await foreach (var _ in agent.RunStreamingAsync("left", session))
        {
            break;
        }

        Assert.IsAssignableFrom<OperationCanceledException>(seen);
        await agent.RunAsync("next", session);
        Assert.Equal(["user: next"], _client.Last.Texts);
        Assert.Equal(1, session.Revision);
    }

    [Fact]
    public async Task A_stream_that_fails_leaves_nothing()
    {
        var agent = _client.Fail(new HttpRequestException("down")).AsAIAgent(name: "A");
        var session = await agent.CreateSessionAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => agent.RunStreamingAsync("go", session).ToAgentResponseAsync());

        Assert.Equal(0, session.Revision);
        await agent.RunAsync("next", session);
        Assert.Equal(["user: next"], _client.Last.Texts);
    }

    [Fact]
    public async Task State_set_by_the_reader_of_a_stream_is_outside_the_turn()
    {
        var agent = _client.Answer((_, _) => Task.FromResult(InPieces("a", "b"))).AsAIAgent(name: "A");
        var session = await agent.CreateSessionAsync();

        await foreach (var _ in agent.RunStreamingAsync("left", session))
        {
            session.State.Set(new Notes { Text = "mine" });
            break;
        }

        Assert.Equal("mine", session.State.Get<Notes>().Text);
    }

    [Fact]
    public async Task Another_agents_session_is_refused_when_the_stream_is_asked_for()
    {
        var session = await _client.AsAIAgent(name: "A").CreateSessionAsync();
        var other = _client.AsAIAgent(name: "B");

        Assert.Throws<SessionMismatchException>(() => other.RunStreamingAsync("hi", session));
    }

    [Fact]
    public async Task Issues_come_in_the_last_update()
    {
        var hook = new Hook("hook", after: (_, _) => throw new InvalidOperationException("broken"));
        var agent = _client.AsAIAgent(new ChatClientAgentOptions { Name = "A", ContextProviders = [hook] });

        var response = await agent.RunStreamingAsync("go").ToAgentResponseAsync();

        var issue = Assert.Single(response.Issues);
        Assert.Equal(TurnIssueKind.ProviderFailed, issue.Kind);
        Assert.Contains("'hook'", issue.Message, StringComparison.Ordinal);
        Assert.Equal("answer 1", response.Text);
    }
}
