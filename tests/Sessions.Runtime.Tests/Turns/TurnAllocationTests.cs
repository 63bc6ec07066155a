using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Turns;

/// <summary>A turn allocates little more than calling the client does, however long its history is.</summary>
/// <remarks>The counter is the process's, because a thread's own lies across an await: nothing else may run meanwhile.</remarks>
[Collection(nameof(TurnAllocationTests))]
[CollectionDefinition(nameof(TurnAllocationTests), DisableParallelization = true)]
public class TurnAllocationTests
{
    private const long MostPerTurn = 2048;
    private const long MostForLength = 128;

    private readonly InstantChatClient _client = new();

    [Fact]
    public async Task A_turn_costs_a_bounded_number_of_bytes_at_any_length_of_history()
    {
        var atTen = await CostOfOneTurnAsync(messages: 10);
        var atThousand = await CostOfOneTurnAsync(messages: 1_000);
        var atTenThousand = await CostOfOneTurnAsync(messages: 10_000);

        TestContext.Current.TestOutputHelper!.WriteLine($"{atTen} bytes at 10 messages, {atThousand} at 1,000, {atTenThousand} at 10,000");
        Assert.InRange(atTen, 0, MostPerTurn);
        Assert.InRange(atThousand, 0, atTen + MostForLength);
        Assert.InRange(atTenThousand, 0, atTen + MostForLength);
    }

    [Fact]
    public async Task The_growth_of_what_keeps_the_history_is_part_of_the_cost()
    {
        const int Turns = 2_000;
        var (ours, floor) = (await NewAsync(messages: 10), NewList(messages: 10));

        var byHand = await MeasureAsync(() => RepeatAsync(Turns, () => RunByHandAsync(floor)));
        var cost = await MeasureAsync(() => RepeatAsync(Turns, () => ours.Agent.RunAsync("next", ours.Session))) - byHand;

        TestContext.Current.TestOutputHelper!.WriteLine($"{cost / Turns} bytes a turn, growth included");
        Assert.Equal(10 + (2 * Turns), floor.Count);
        Assert.InRange(cost / Turns, 0, MostPerTurn + MostForLength);
    }

    /// <summary>
    /// The bytes of a turn above those of the same call by hand: the median of some that follow one another, so that it is one in
    /// which neither side has to make more room. What making room costs is the other test's.
    /// </summary>
    private async Task<long> CostOfOneTurnAsync(int messages)
    {
        const int Turns = 15;
        var (ours, floor) = (await NewAsync(messages), NewList(messages));
        await ours.Agent.RunAsync("warm", await ours.Agent.CreateSessionAsync());
        await RunByHandAsync([]);
        var costs = new long[Turns];
        for (var i = 0; i < Turns; i++)
        {
            var byHand = await MeasureAsync(() => RunByHandAsync(floor));
            costs[i] = await MeasureAsync(() => ours.Agent.RunAsync("next", ours.Session)) - byHand;
        }

        Assert.Equal(floor.Count, _client.LastCount + 1);
        Array.Sort(costs);
        return costs[Turns / 2];
    }

    private async Task<(AIAgent Agent, AgentSession Session)> NewAsync(int messages)
    {
        var agent = _client.AsAIAgent(name: "A");
        var session = await agent.CreateSessionAsync();
        await RepeatAsync(messages / 2, () => agent.RunAsync("before", session));
        return (agent, session);
    }

    private static List<ChatMessage> NewList(int messages) =>
        [.. Enumerable.Range(0, messages).Select(i => new ChatMessage(i % 2 == 0 ? ChatRole.User : ChatRole.Assistant, "before"))];

    private async Task RunByHandAsync(List<ChatMessage> history)
    {
        history.Add(new ChatMessage(ChatRole.User, "next"));
        var response = await _client.GetResponseAsync(history);
        history.AddRange(response.Messages);
    }

    private static async Task RepeatAsync(int times, Func<Task> step)
    {
        for (var i = 0; i < times; i++)
        {
            await step();
        }
    }

    private static async Task<long> MeasureAsync(Func<Task> action)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await action();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    /// <summary>Answers at once, and reads nothing of what it is sent but its length.</summary>
    private sealed class InstantChatClient : IChatClient
    {
        public int LastCount { get; private set; }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            LastCount = ((IReadOnlyCollection<ChatMessage>)messages).Count;
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "yes")));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("Nothing here streams.");

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
