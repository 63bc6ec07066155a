using System.Diagnostics;
using Sessions.Agents;

namespace Sessions.Benchmarks;

/// <summary>Many sessions at once: in one process, beside a group commit by hand, and in several processes on one file.</summary>
internal static class StoreCrowd
{
    private const int Sessions = 64;
    private const int TurnsEach = 150;

    public static async Task<IEnumerable<StoreScore>> MeasureAsync()
    {
        using var file = new StoreFile(view: new HistoryView { MaxMessages = 50 });
        using var byHand = HandWritten.OnOneRow(file.PathOf("onerow.db"));
        var sessions = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(async i => await file.Agent.GetSessionAsync($"s{i}")));
        await TogetherAsync(file, sessions, turns: 20);
        ByHand(file, byHand, rounds: 20, from: 0);
        var (together, alone, grouped) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < 5; round++)
        {
            together.Add(await RateAsync(() => TogetherAsync(file, sessions, TurnsEach), Sessions * TurnsEach));
            alone.Add(await RateAsync(() => AloneAsync(file, sessions[0], TurnsEach * 4), TurnsEach * 4));
            grouped.Add(await RateAsync(() => Task.Run(() => ByHand(file, byHand, TurnsEach, 20 + (round * TurnsEach))), Sessions * TurnsEach));
        }

        var (ours, one, floor) = (Median(together), Median(alone), Median(grouped));
        return
        [
            StoreScore.OfAtLeast("64 sessions at once, beside a group commit by hand", ours / floor, 0.6, $"{Table.Number(ours)} and {Table.Number(floor)} turns a second"),
            StoreScore.OfAtLeast("64 sessions at once, beside one at a time", ours / one, 2, $"{Table.Number(ours)} and {Table.Number(one)} turns a second"),
            .. await StoreProcesses.MeasureAsync(),
        ];
    }

    private static Task TogetherAsync(StoreFile file, AgentSession[] sessions, int turns) => Task.WhenAll(sessions.Select(session => Task.Run(() => AloneAsync(file, session, turns))));

    private static async Task AloneAsync(StoreFile file, AgentSession session, int turns)
    {
        for (var i = 0; i < turns; i++)
        {
            await file.Agent.RunAsync(file.Payload.Question(i), session);
        }
    }

    /// <summary>The turns of all sessions in one transaction, one after the other: the most that a group commit can save.</summary>
    private static void ByHand(StoreFile file, HandWritten statements, int rounds, int from)
    {
        for (var round = 1; round <= rounds; round++)
        {
            for (var i = 0; i < Sessions; i++)
            {
                _ = statements.Open($"s{i}");
            }

            statements.Commit(Enumerable.Range(0, Sessions).Select(i => file.ByHand($"s{i}", from + round)));
        }
    }

    private static async Task<double> RateAsync(Func<Task> run, int turns)
    {
        var start = Stopwatch.GetTimestamp();
        await run();
        return turns / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
