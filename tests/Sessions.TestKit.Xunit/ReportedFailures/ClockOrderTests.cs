using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>Turns that are put in order, or held to be in conflict, by the clock.</summary>
public abstract class ClockOrderTests(TestStores stores) : ReportedFailureTests(stores)
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-3600)]
    public async Task A_clock_that_stands_still_or_runs_back_makes_no_conflict_and_no_other_order(int seconds)
    {
        var clock = new Clock(seconds);
        var model = new ScriptedModel();
        var store = CreateStore();
        Action<ChatClientAgentOptions> configure = options => options.TimeProvider = clock;
        var agent = Agent(model, store, configure);
        var session = await agent.GetSessionAsync("s");

        for (var turn = 0; turn < 5; turn++)
        {
            await agent.RunAsync($"turn {turn}", session);
            (agent, session) = await RestartAsync(model, store, agent, session, configure);
        }

        Assert.Equal(5, session.Revision);
        Assert.Equal(Enumerable.Range(0, 5).SelectMany(turn => new[] { $"user: turn {turn}", $"assistant: answer {turn + 1}" }), (await SessionPicture.TakeAsync(agent, session)).History);
    }

    /// <summary>A clock that goes on by so many seconds whenever it is read.</summary>
    private sealed class Clock(int seconds) : TimeProvider
    {
        private DateTimeOffset _now = StoreData.Time;

        public override DateTimeOffset GetUtcNow() => _now = _now.AddSeconds(seconds);
    }
}
