using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

#pragma warning disable MEAI001 // The framework still tries out what answers in the background are gone on with by.

namespace Sessions.AgentFramework.Tests.Behaviour;

/// <summary>Answers that a service makes in the background.</summary>
public class BackgroundBehaviourTests : BehaviourTests
{
    [Theory]
    [MemberData(nameof(Agents))]
    public async Task An_answer_is_asked_for_until_it_is_there(bool wrapped)
    {
        var client = new BackgroundClient(polls: 2, "some words");
        var agent = New(client, wrapped, tools: []);
        var session = await agent.CreateSessionAsync();
        var options = new AgentRunOptions { AllowBackgroundResponses = true };

        var response = await agent.RunAsync("hi", session, options);
        Assert.NotNull(response.ContinuationToken);
        while (response.ContinuationToken is { } token)
        {
            options.ContinuationToken = token;
            response = await agent.RunAsync(session, options);
        }

        Assert.Equal("some words", response.Text);
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task A_stream_is_gone_on_with(bool wrapped)
    {
        var client = new BackgroundClient(polls: 0, "one two three four");
        var agent = New(client, wrapped, tools: []);
        var session = await agent.CreateSessionAsync();
        var options = new AgentRunOptions { AllowBackgroundResponses = true };
        await foreach (var update in agent.RunStreamingAsync("hi", session, options))
        {
            options.ContinuationToken = update.ContinuationToken;
            if (update.Text.Contains("two", StringComparison.Ordinal))
            {
                break;
            }
        }

        Assert.Equal(" three four", (await agent.RunStreamingAsync(session, options).ToAgentResponseAsync()).Text);
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task A_token_goes_with_no_messages(bool wrapped)
    {
        var agent = New(new BackgroundClient(polls: 2, "some words"), wrapped, tools: []);
        var session = await agent.CreateSessionAsync();
        var asked = await agent.RunAsync("hi", session, new AgentRunOptions { AllowBackgroundResponses = true });

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => agent.RunAsync("and?", session, new AgentRunOptions { ContinuationToken = asked.ContinuationToken }));

        // The same is refused, by another name: what is wrong is an argument.
        Assert.IsType(wrapped ? typeof(ArgumentException) : typeof(InvalidOperationException), refused);
    }
}
