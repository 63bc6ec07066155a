using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>D. Overlapping turns on one session. <see cref="OverlappingRunTests"/> has every form of sixty-four at once.</summary>
public abstract partial class PainTests
{
    [Fact]
    public async Task PainD_parallel_runs_neither_fail_nor_lose_a_message()
    {
        var runs = TestScale.Of(4_000);
        var agent = Agent(new Echo(), CreateStore());
        var session = await agent.GetSessionAsync("s");

        var answers = await Task.WhenAll(Enumerable.Range(0, runs).Select(number => Task.Run(() => agent.RunAsync($"run {number}", session))));

        Assert.Equal(Enumerable.Range(0, runs).Select(number => $"re run {number}"), answers.Select(answer => answer.Text));
        var history = (await SessionPicture.TakeAsync(agent, session)).History.ToList();
        var inputs = history.Where((_, index) => index % 2 == 0).ToList();
        Assert.Equal(inputs.Select(input => input.Replace("user: ", "assistant: re ", StringComparison.Ordinal)), history.Where((_, index) => index % 2 == 1));
        Assert.Equal(Enumerable.Range(0, runs).Select(number => $"user: run {number}").Order(StringComparer.Ordinal), inputs.Order(StringComparer.Ordinal));
        Assert.Equal(runs, session.Revision);
    }

    [Theory]
    [MemberData(nameof(RunOrStream))]
    public async Task PainD_of_two_runs_at_once_the_second_sees_the_first(bool streamed)
    {
        var model = new ScriptedModel(request => ModelAnswer.Of($"answer {request.Number}").After(async token => await Task.Delay(5, token)));
        var agent = Agent(model, CreateStore());
        var session = await agent.GetSessionAsync("s");

        await Task.WhenAll(agent.RunAsync(streamed, "either", session), agent.RunAsync(streamed, "other", session));

        var first = Assert.Single(model.Log.Requests[0].Texts);
        Assert.Equal([first, "assistant: answer 0", first == "user: either" ? "user: other" : "user: either"], model.Log.Requests[1].Texts);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-3600)]
    public async Task PainD_a_clock_that_stands_still_or_runs_back_makes_no_conflict(int seconds)
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

    /// <summary>A model that neither remembers nor looks at more than it is asked last.</summary>
    protected sealed class Echo : IChatClient
    {
        public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, $"re {((IReadOnlyList<ChatMessage>)messages)[^1].Text}"));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
