using Sessions.Agents;

namespace Sessions.Benchmarks;

/// <summary>
/// Loading a session of 1,000 messages, a turn that sends them all, and its commit, beside Microsoft Agent Framework's agent whose session is
/// rewritten as one JSON.
/// </summary>
internal static class StoreBesideFramework
{
    private const int Turns = 500;
    private const int Rounds = 61;

    // Many, so that warming up makes none of them much longer.
    private const int SessionCount = 50;

    public static async Task<IEnumerable<StoreScore>> MeasureAsync() => [await MeasureAsync(400, 0.6), await MeasureAsync(50, 1)];

    private static async Task<StoreScore> MeasureAsync(int characters, double most)
    {
        using var file = new StoreFile(characters, changesState: false);
        using var framework = new AgentFramework(file.PathOf("framework.db"), file.Payload);
        for (var id = 0; id < SessionCount; id++)
        {
            await file.FillAsync($"{id}", Turns, withState: false);
            await framework.FillAsync($"{id}", Turns);
        }

        var agent = file.NewUncachedAgent();
        var results = Contest.Run(
            warmUp: SessionCount,
            Rounds,
            [
                EachOf(id =>
                {
                    var session = Talk.Completed(agent.GetSessionAsync(id));
                    Talk.Completed(agent.RunAsync(file.Payload.Question(1), session));
                }),
                EachOf(id => Talk.Completed(framework.RunAsync(id, file.Payload.Question(1)))),
            ]);
        return StoreScore.OfRatio(
            $"Load, turn and commit of 1,000 messages of {characters} characters, beside Microsoft Agent Framework",
            results[0].Ratios[1],
            most,
            $"{Time(results[0])} and {Time(results[1])}");
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
