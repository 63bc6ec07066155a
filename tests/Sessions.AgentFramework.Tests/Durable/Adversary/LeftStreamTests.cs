using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.Durable.Adversary;

/// <summary>Streams that are not read to their end.</summary>
public class LeftStreamTests : AdversaryTests
{
    [Fact]
    public async Task Streams_are_closed_in_every_state()
    {
        var model = new ScriptedModel(request => ModelAnswer.Of("one two three"));
        var agent = New(model);
        var session = await agent.CreateSessionAsync();

        for (var reads = 0; reads < 3; reads++)
        {
            var updates = agent.RunStreamingAsync($"{reads}", session).GetAsyncEnumerator();
            for (var i = 0; i < reads; i++)
            {
                Assert.True(await updates.MoveNextAsync());
            }

            await updates.DisposeAsync();
            await updates.DisposeAsync();
        }

        await agent.RunAsync("end", session).WaitAsync(Patience);
        Assert.Equal(["end", "one two three"], await TextsAsync(agent, session));
    }

    [Fact]
    public async Task A_stream_that_nobody_closes_does_not_stop_other_sessions()
    {
        var agent = New(new ScriptedModel(request => ModelAnswer.Of("one two three")));
        var (left, other) = (await agent.CreateSessionAsync(), await agent.CreateSessionAsync());
        var updates = agent.RunStreamingAsync("hi", left).GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync());

        await agent.RunAsync("hi", other).WaitAsync(Patience);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => agent.RunAsync("hi", left, cancellationToken: cancellation.Token).WaitAsync(Patience));
        await updates.DisposeAsync();

        await agent.RunAsync("end", left).WaitAsync(Patience);
        Assert.Equal(["end", "one two three"], await TextsAsync(agent, left));
    }

    [Fact]
    public async Task A_stream_that_is_left_after_the_session_was_serialized_keeps_nothing()
    {
        var (agent, session) = await NewSettingAsync();

        await foreach (var update in agent.RunStreamingAsync("one", session))
        {
            if (update.Contents.OfType<FunctionResultContent>().Any())
            {
                _ = await agent.SerializeSessionAsync(session).AsTask().WaitAsync(Patience);
                break;
            }
        }

        var again = await agent.GetSessionAsync("alice");
        Assert.Null(again.StateBag.GetValue<string>("run"));
        Assert.Null(again.StateBag.GetValue<string>("caller"));
        Assert.Empty(await TextsAsync(agent, again));
    }
}
