using Sessions.Agents;

namespace Sessions.Benchmarks;

/// <summary>
/// Loading a session of 1,000 messages, a turn that sends them all, and its commit, beside Microsoft Agent Framework's agent whose session is
/// rewritten as one JSON.
/// </summary>
internal static class StoreBesideFramework
{
    public static async Task<IEnumerable<StoreScore>> MeasureAsync() => [await MeasureAsync(400, 0.6), await MeasureAsync(50, 1)];

    private static Task<StoreScore> MeasureAsync(int characters, double most) => StoreRotation.BesideFrameworkAsync(
        $"Load, turn and commit of 1,000 messages of {characters} characters, beside Microsoft Agent Framework",
        characters,
        most,
        file =>
        {
            var agent = file.NewUncachedAgent();
            return id =>
            {
                var session = Talk.Completed(agent.GetSessionAsync(id));
                Talk.Completed(agent.RunAsync(file.Payload.Question(1), session));
            };
        });
}
