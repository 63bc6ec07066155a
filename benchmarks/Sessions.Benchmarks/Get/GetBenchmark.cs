using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Benchmarks;

/// <summary>Reads a slot that has been read before, beside a lookup in a dictionary of objects.</summary>
internal static class GetBenchmark
{
    private const int WarmUp = 100;
    private const int Rounds = 501;
    private const int Operations = 100_000;

    public static async Task RunAsync()
    {
        using var client = new SilentChatClient();
        var agent = client.AsAIAgent(name: "Benchmark");
        var session = await agent.CreateSessionAsync();
        session.State.Set(StateValues.Small);
        session.State.Set(StateValues.Large);
        session.State.Set(StateValues.Nested);

        var table = new Table("Where", "Get ns", "Accessor ns", "Dictionary ns", "Get ratio", "Accessor ratio", "Get bytes");
        Measure("outside a turn", session, table);
        client.OnTurn = () => Measure("in a turn", session, table);
        await agent.RunAsync("Measure.", session);
        table.Print("Hot Get");
        Console.WriteLine("Goal: ratio under 1.2, no bytes");
        Console.WriteLine();
    }

    private static void Measure(string where, AgentSession session, Table table)
    {
        var dictionary = new Dictionary<string, object>
        {
            ["Small"] = StateValues.Small,
            ["Large"] = StateValues.Large,
            ["Nested"] = StateValues.Nested,
        };
        var results = Contest.Run(WarmUp, Rounds,
        [
            new("Get", () => () => Get(session), Operations),
            new("Accessor", () => () => Accessor(session), Operations),
            new("Dictionary", () => () => Lookup(dictionary), Operations),
        ]);
        table.Add(
            where,
            Table.Number(results[0].Nanoseconds, "0.0"),
            Table.Number(results[1].Nanoseconds, "0.0"),
            Table.Number(results[2].Nanoseconds, "0.0"),
            Table.Ratio(results[0].Ratios[2]),
            Table.Ratio(results[1].Ratios[2]),
            Table.Number(results[0].Bytes));
    }

    // Each adds up what it reads, so that nothing is left out for being unused.
    private static int Get(AgentSession session)
    {
        var sum = 0;
        for (var i = 0; i < Operations; i++)
        {
            sum += session.State.Get<Small>().Visits;
        }

        return sum;
    }

    private static int Accessor(AgentSession session)
    {
        var sum = 0;
        for (var i = 0; i < Operations; i++)
        {
            sum += session.GetSmall().Visits;
        }

        return sum;
    }

    private static int Lookup(Dictionary<string, object> dictionary)
    {
        var sum = 0;
        for (var i = 0; i < Operations; i++)
        {
            sum += ((Small)dictionary["Small"]).Visits;
        }

        return sum;
    }

    /// <summary>A model that says nothing; the measuring happens in its turn.</summary>
    private sealed class SilentChatClient : IChatClient
    {
        public Action? OnTurn { get; set; }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            OnTurn?.Invoke();
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "Done.")));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("Nothing here streams.");

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
