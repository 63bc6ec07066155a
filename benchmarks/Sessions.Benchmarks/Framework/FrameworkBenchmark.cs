namespace Sessions.Benchmarks;

/// <summary>What Sessions.AgentFramework costs beside the agent of Microsoft Agent Framework that it is used with.</summary>
internal static class FrameworkBenchmark
{
    public static async Task RunAsync()
    {
        StoreScore[] scores = [.. Runs(), await FrameworkPersisted.MeasureAsync(), .. FrameworkState.Measure()];
        var table = new Table("What", "Measured", "Goal, at most", "");
        foreach (var score in scores)
        {
            table.Add(score.What, score.Measured, score.Goal, score.Verdict);
        }

        table.Print("Microsoft Agent Framework");
        Readme.Replace("framework", table.ToString());
    }

    private static IEnumerable<StoreScore> Runs()
    {
        const double MostBytesAMessage = 64;
        var empty = 0.0;
        foreach (var messages in new[] { 0, 100, 1_000, 10_000 })
        {
            var (ours, plain) = FrameworkTimes.Measure(messages, isGiven: false);
            yield return Score($"A run at {Table.Number(messages)} messages, all sent, beside the plain agent", ours, plain, ours.Ratios[1], messages == 1_000 ? 1.0 : null);
            empty = messages == 0 ? ours.Bytes : empty;
            if (messages == 1_000)
            {
                yield return StoreScore.OfBytes("Bytes that such a run allocates for a message of the history", (ours.Bytes - empty) / messages, MostBytesAMessage);
            }
        }

        var (given, plainGiven) = FrameworkTimes.Measure(1_000, isGiven: true);
        yield return Score("A run at 1,000 messages with `UseProvidedChatClientAsIs`, beside the plain agent", given, plainGiven, given.Ratios[1], 0.2);
        var windows = FrameworkTimes.MeasureWindow(100, 10_000);
        yield return Score("A run at 10,000 messages with a window of 50, beside one at 100", windows[1], windows[0], windows[1].Ratios[0], 1.1);
    }

    private static StoreScore Score(string what, Measurement ours, Measurement other, double ratio, double? most)
    {
        var score = StoreScore.OfRatio(what, ratio, most ?? double.MaxValue, $"{Micros(ours)} and {Micros(other)}, {Table.Number(ours.Bytes)} bytes and {Table.Number(other.Bytes)}");
        return most is null ? score with { Goal = "", IsMet = null } : score;
    }

    private static string Micros(Measurement measurement) => $"{Table.Number(measurement.Nanoseconds / 1_000, "#,0.0")} µs";
}
