extern alias framework;

using framework::Microsoft.Agents.AI;
using Microsoft.Agents.AI;
using Sessions.AgentFramework;

namespace Sessions.Benchmarks;

/// <summary>A request at 1,000 messages: the session is loaded, run and saved. The plain framework's is one JSON in a row, written with <c>synchronous=FULL</c> as ours are.</summary>
internal static class FrameworkPersisted
{
    private const int Turns = 500;
    private const int Rounds = 61;

    // Many, so that warming up makes none of them much longer, and that they are not all held in memory.
    private const int SessionCount = 50;

    public static async Task<StoreScore> MeasureAsync()
    {
        const double Most = 0.6;
        using var file = new StoreFile(characters: 400, changesState: false);
        using var plain = new AgentFramework(file.PathOf("framework.db"), file.Payload);
        for (var id = 0; id < SessionCount; id++)
        {
            await file.FillAsync($"{id}", Turns, withState: false);
            await plain.FillAsync($"{id}", Turns);
        }

        var durable = new ChatClientAgent(new StoreChatClient(file.Payload, changesState: false), name: "A").WithSessions(file.Store);
        var results = Contest.Run(
            warmUp: SessionCount,
            Rounds,
            [
                EachOf(id =>
                {
                    var session = Talk.Completed(durable.GetSessionAsync(id));
                    Talk.Completed(durable.RunAsync(file.Payload.Question(1), session));
                    Talk.Completed(durable.SerializeSessionAsync(session));
                }),
                EachOf(id => Talk.Completed(plain.RunAsync(id, file.Payload.Question(1)))),
            ]);
        return StoreScore.OfRatio(
            "Load, run and save of 1,000 messages in SQLite, beside the plain agent with its JSON in a row",
            results[0].Ratios[1],
            Most,
            $"{StoreScore.Text(TimeSpan.FromMicroseconds(results[0].Nanoseconds / 1_000))} and {StoreScore.Text(TimeSpan.FromMicroseconds(results[1].Nanoseconds / 1_000))}, {Table.Number(results[0].Bytes)} bytes and {Table.Number(results[1].Bytes)}");
    }

    private static Contender EachOf(Action<string> run)
    {
        var next = 0;
        return new("request", () =>
        {
            var id = $"{next++ % SessionCount}";
            return () => run(id);
        });
    }
}
