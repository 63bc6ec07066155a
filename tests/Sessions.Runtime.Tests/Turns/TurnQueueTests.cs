using Sessions.Agents;

namespace Sessions.Tests.Turns;

/// <summary>The one table of the process holds nothing of what has no turn.</summary>
[Collection(nameof(TurnQueueTests))]
[CollectionDefinition(nameof(TurnQueueTests), DisableParallelization = true)]
public class TurnQueueTests
{
    [Fact]
    public async Task The_table_is_empty_again_whatever_becomes_of_the_turns()
    {
        var before = TurnQueue.Count;
        var model = new ScriptedModel(request => request.Number % 3 == 1
            ? ModelAnswer.Of("").After(_ => throw new TimeoutException())
            : ModelAnswer.Of("ok").After(token => Task.Delay(1, token)));
        foreach (var store in new SessionStore?[] { null, new InMemorySessionStore() })
        {
            var agent = model.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store });
            var sessions = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => agent.GetSessionAsync($"s{number}").AsTask()));
            await Task.WhenAll(Enumerable.Range(0, 60).Select(number => Task.Run(() => EndAsync(agent, sessions[number % 4], number))));
        }

        Assert.Equal(before, TurnQueue.Count);
    }

    /// <summary>Runs a turn that completes, fails, is cancelled while it waits or runs, is superseded, or is refused.</summary>
    private static async Task EndAsync(AIAgent agent, AgentSession session, int number)
    {
        using var cancellation = new CancellationTokenSource(number % 5 == 4 ? TimeSpan.FromMilliseconds(number % 7) : Timeout.InfiniteTimeSpan);
        var options = new AgentRunOptions { ConcurrentTurns = (ConcurrentTurns)(number % 3), TurnKey = number % 4 == 0 ? $"key {number}" : null };
        try
        {
            await agent.RunAsync("go", number % 6 == 5 ? null : session, options, cancellation.Token);
        }
        catch (Exception exception) when (exception is SessionException or OperationCanceledException or TimeoutException)
        {
        }
    }
}
