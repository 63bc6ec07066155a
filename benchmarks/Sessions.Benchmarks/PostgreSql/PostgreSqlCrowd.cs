using System.Diagnostics;
using Npgsql;
using Sessions.Agents;
using Sessions.TestKit;

namespace Sessions.Benchmarks;

/// <summary>Many sessions at once, in one host.</summary>
internal static class PostgreSqlCrowd
{
    private const int Sessions = 64;
    private const int TurnsEach = 50;

    public static async Task<IEnumerable<StoreScore>> MeasureAsync(PostgresServer server)
    {
        await using var source = NpgsqlDataSource.Create($"{server.ConnectionString};No Reset On Close=true");
        await using var bench = new PostgreSqlBench(source);
        var sessions = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(async i => await bench.Agent.GetSessionAsync($"s{i}")));
        await TogetherAsync(bench, sessions, turns: 20);
        var (together, alone) = (new List<double>(), new List<double>());
        for (var round = 0; round < 5; round++)
        {
            together.Add(await RateAsync(() => TogetherAsync(bench, sessions, TurnsEach), Sessions * TurnsEach));
            alone.Add(await RateAsync(() => AloneAsync(bench, sessions[0], TurnsEach * 4), TurnsEach * 4));
        }

        var (ours, one) = (Median(together), Median(alone));
        return [StoreScore.OfAtLeast("64 sessions at once, beside one at a time", ours / one, 4, $"{Table.Number(ours)} and {Table.Number(one)} turns a second")];
    }

    private static Task TogetherAsync(PostgreSqlBench bench, AgentSession[] sessions, int turns) => Task.WhenAll(sessions.Select(session => Task.Run(() => AloneAsync(bench, session, turns))));

    private static async Task AloneAsync(PostgreSqlBench bench, AgentSession session, int turns)
    {
        for (var i = 0; i < turns; i++)
        {
            await bench.Agent.RunAsync(bench.Payload.Question(i), session);
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
