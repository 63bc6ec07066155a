namespace Sessions.Benchmarks;

/// <summary>
/// Stored sessions that are taken one after the other: many, so that warming up makes none of them much longer, and that they are not all held
/// in memory.
/// </summary>
internal static class StoreRotation
{
    private const int Turns = 500;
    private const int Rounds = 61;
    private const int SessionCount = 50;

    /// <summary>Measures what is done with sessions of 1,000 messages, beside Microsoft Agent Framework's agent whose session is rewritten as one JSON.</summary>
    /// <param name="what">What the line of the table says.</param>
    /// <param name="characters">How long an answer is.</param>
    /// <param name="most">The ratio that it may be.</param>
    /// <param name="prepare">Makes what is done with a session of the file, by its id.</param>
    /// <param name="showsBytes">Whether the line says what is allocated.</param>
    public static async Task<StoreScore> BesideFrameworkAsync(string what, int characters, double most, Func<StoreFile, Action<string>> prepare, bool showsBytes = false)
    {
        using var file = new StoreFile(characters, changesState: false);
        using var framework = new AgentFramework(file.PathOf("framework.db"), file.Payload);
        for (var id = 0; id < SessionCount; id++)
        {
            await file.FillAsync($"{id}", Turns, withState: false);
            await framework.FillAsync($"{id}", Turns);
        }

        var results = Contest.Run(
            warmUp: SessionCount,
            Rounds,
            [EachOf(prepare(file)), EachOf(id => Talk.Completed(framework.RunAsync(id, file.Payload.Question(1))))]);
        var bytes = showsBytes ? $", {Table.Number(results[0].Bytes)} bytes and {Table.Number(results[1].Bytes)}" : "";
        return StoreScore.OfRatio(what, results[0].Ratios[1], most, $"{Time(results[0])} and {Time(results[1])}{bytes}");
    }

    private static Contender EachOf(Action<string> run)
    {
        var next = 0;
        return new("turn", () =>
        {
            var id = $"{next++ % SessionCount}";
            return () => run(id);
        });
    }

    private static string Time(Measurement measurement) => StoreScore.Text(TimeSpan.FromMicroseconds(measurement.Nanoseconds / 1_000));
}
