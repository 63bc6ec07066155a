using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

#pragma warning disable MEAI001 // The framework still tries out what answers in the background are gone on with by.

namespace Sessions.AgentFramework.Tests.Durable;

/// <summary>Answers that a service makes in the background.</summary>
public class BackgroundTests
{
    private readonly InMemorySessionStore _store = new();

    [Fact]
    public async Task An_answer_is_fetched_and_committed_once()
    {
        var client = new BackgroundClient(polls: 2, "some words");
        var agent = new ChatClientAgent(client, name: "Guide").WithSessions(_store);
        var session = await agent.CreateSessionAsync();

        var response = await agent.RunAsync("hi", session, new AgentRunOptions { AllowBackgroundResponses = true });
        Assert.NotNull(response.ContinuationToken);
        while (response.ContinuationToken is { } token)
        {
            Assert.Empty(await agent.ReadTurnsAsync(session).ToListAsync());
            response = await agent.RunAsync(session, new AgentRunOptions { AllowBackgroundResponses = true, ContinuationToken = ResponseContinuationToken.FromBytes(token.ToBytes()) });
        }

        Assert.Equal("some words", response.Text);
        Assert.Equal(["hi", "some words"], await agent.ReadMessagesAsync(session).Select(message => message.Text).ToListAsync());
        await agent.RunAsync("and?", session);
        Assert.StartsWith("user: hi | assistant: some", client.Requests[^1], StringComparison.Ordinal);
        Assert.EndsWith(" | user: and?", client.Requests[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_is_gone_on_with_where_it_was_left()
    {
        var client = new BackgroundClient(polls: 0, "one two three four");
        var agent = new ChatClientAgent(client, name: "Guide").WithSessions(_store);
        var session = await agent.CreateSessionAsync();
        ResponseContinuationToken? token = null;
        await foreach (var update in agent.RunStreamingAsync("hi", session, new AgentRunOptions { AllowBackgroundResponses = true }))
        {
            token = update.ContinuationToken;
            if (update.Text.Contains("two", StringComparison.Ordinal))
            {
                break;
            }
        }

        var rest = await agent.RunStreamingAsync(session, new AgentRunOptions { AllowBackgroundResponses = true, ContinuationToken = token }).ToListAsync();

        Assert.Equal(" three four", string.Concat(rest.Select(update => update.Text)));
        Assert.Equal("one two three four", await agent.ReadMessagesAsync(session).Select(message => message.Text).LastAsync());
    }
}
