using System.Diagnostics;
using Sessions.Agents;

namespace Sessions.Benchmarks;

/// <summary>What it costs to open a session that nothing has in memory, and to load what its first turn sends.</summary>
internal static class StoreOpening
{
    private const int Openings = 200;

    public static async Task<IEnumerable<StoreScore>> MeasureAsync()
    {
        using var file = new StoreFile();
        await file.FillAsync("long", 50_000);
        await RegenerateAsync(file, "300", 300);
        await RegenerateAsync(file, "1000", 1_000);
        using var byHand = HandWritten.OnRows(file.PathOf("rows.db"));
        for (var number = 1; number <= 50_000; number += 500)
        {
            var from = number;
            byHand.Commit(Enumerable.Range(from, 500).Select(turn => file.ByHand("s", turn)));
        }

        return
        [
            StoreScore.OfTime("Opening a session of 50,000 turns, each of which changed a slot", await OpenAsync(file, "long"), TimeSpan.FromMilliseconds(0.5)),
            StoreScore.OfTime("Opening a session with 300 regenerated replies", await OpenAsync(file, "300"), TimeSpan.FromMilliseconds(1)),
            StoreScore.OfTime("Opening a session with 1,000 regenerated replies", await OpenAsync(file, "1000"), TimeSpan.FromMilliseconds(2)),
            FirstTurn(file, byHand),
        ];
    }

    private static async Task<TimeSpan> OpenAsync(StoreFile file, string id)
    {
        var agent = file.NewUncachedAgent();
        await agent.GetSessionAsync(id);
        var times = new List<TimeSpan>();
        for (var i = 0; i < Openings; i++)
        {
            var start = Stopwatch.GetTimestamp();
            _ = await agent.GetSessionAsync(id);
            times.Add(Stopwatch.GetElapsedTime(start));
        }

        return times.Order().ElementAt(Openings / 2);
    }

    private static async Task RegenerateAsync(StoreFile file, string id, int times)
    {
        var session = await file.Agent.GetSessionAsync(id);
        await file.Agent.RunAsync("begin", session);
        for (var i = 0; i < times; i++)
        {
            await file.Agent.RunAsync(file.Payload.Question(i), session);
            await file.Agent.RegenerateAsync(session);
        }
    }

    /// <summary>A first turn after opening, less a turn that has all at hand: what reading the window costs.</summary>
    private static StoreScore FirstTurn(StoreFile file, HandWritten byHand)
    {
        // Both turns commit, and what a disk takes for that varies by more than what is asked: nobody waits for it.
        using var store = new SqliteSessionStore(file.ConnectionString, new SqliteSessionStoreOptions { SynchronousMode = SqliteSynchronousMode.Normal });
        var agent = file.NewUncachedAgent(new HistoryView { MaxMessages = 50 }, store);
        var known = Talk.Completed(agent.GetSessionAsync("long"));
        Talk.Completed(agent.RunAsync("warm", known));
        var results = Contest.Run(
            warmUp: 20,
            rounds: 401,
            [
                new("first turn", () =>
                {
                    // As before the next turn: what is measured comes after a commit.
                    Talk.Completed(agent.RunAsync(file.Payload.Question(1), known));
                    var session = Talk.Completed(agent.GetSessionAsync("long"));
                    return () => Talk.Completed(agent.RunAsync(file.Payload.Question(1), session));
                }),
                new("next turn", () =>
                {
                    // The object is behind, as it were, but for what it has read: it takes over what the other wrote first.
                    Talk.Completed(agent.RunAsync(file.Payload.Question(1), known));
                    return () => Talk.Completed(agent.RunAsync(file.Payload.Question(1), known));
                }),
                new("by hand", () => () => byHand.ReadNewest("s")),
            ]);
        var reading = results[0].Differences[1];
        return StoreScore.OfRatio(
            "A first turn after opening, less a turn: the last 50 of 100,000 messages, beside the query by hand",
            reading / results[2].Nanoseconds,
            3.5,
            $"{Table.Number(reading / 1_000)} and {Table.Number(results[2].Nanoseconds / 1_000)} µs");
    }
}
