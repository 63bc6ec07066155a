using Npgsql;
using Sessions.Agents;
using Sessions.TestKit;

namespace Sessions.Benchmarks;

/// <summary>What a committed turn costs, beside statements by hand: without statements that are prepared, as behind a pooler, and with those that Npgsql prepares by itself.</summary>
internal static class PostgreSqlTurns
{
    private const int TurnsPerRound = 10;
    private const int Rounds = 101;

    public static async Task<IEnumerable<StoreScore>> MeasureAsync(PostgresServer server) =>
    [
        await MeasureAsync(server, "A committed turn, beside statements by hand", "", 1.25),
        await MeasureAsync(server, "The same, with `Max Auto Prepare=20`", ";Max Auto Prepare=20", 1.25),
        await MeasureGrowthAsync(server),
    ];

    private static async Task<StoreScore> MeasureAsync(PostgresServer server, string what, string setting, double goal)
    {
        await using var source = NpgsqlDataSource.Create($"{server.ConnectionString};No Reset On Close=true{setting}");
        await using var bench = new PostgreSqlBench(source);
        await PostgreSqlBench.ExecuteAsync(source, "DROP TABLE IF EXISTS floor_sessions, floor_turns");
        var floor = await PostgreSqlFloor.CreateAsync(source, sessions: 1);
        var session = await bench.Agent.GetSessionAsync("s0");
        var number = 0L;
        var results = Contest.Run(
            warmUp: 20,
            Rounds,
            [
                Turns("turn", i => bench.Agent.RunAsync(bench.Payload.Question(i), session)),
                Turns("by hand", _ => floor.RunTurnAsync(bench.ByHand("s0", ++number))),
            ]);
        return StoreScore.OfRatio(what, results[0].Ratios[1], goal, $"{Text(results[0])} and {Text(results[1])}");
    }

    private static async Task<StoreScore> MeasureGrowthAsync(PostgresServer server)
    {
        await using var source = NpgsqlDataSource.Create($"{server.ConnectionString};No Reset On Close=true");
        await using var bench = new PostgreSqlBench(source);
        await bench.FillAsync("long", 50_000);
        var (grown, young) = (await bench.Agent.GetSessionAsync("long"), await bench.Agent.GetSessionAsync("young"));
        var results = Contest.Run(
            warmUp: 20,
            Rounds,
            [
                Turns("turn of a long session", i => bench.Agent.RunAsync(bench.Payload.Question(i), grown)),
                Turns("turn of a young session", i => bench.Agent.RunAsync(bench.Payload.Question(i), young)),
            ]);
        return StoreScore.OfRatio("A committed turn at 100,000 messages, beside a young session", results[0].Ratios[1], 1.1, $"{Text(results[0])} and {Text(results[1])}");
    }

    private static string Text(Measurement measured) => StoreScore.Text(TimeSpan.FromMicroseconds(measured.Nanoseconds / 1_000));

    // A round waits for the server once for all its turns: what the thread that measures does meanwhile is nothing.
    private static Contender Turns(string name, Func<int, Task> turn) => new(name, () => () => RepeatAsync(turn).GetAwaiter().GetResult(), TurnsPerRound);

    private static async Task RepeatAsync(Func<int, Task> turn)
    {
        for (var i = 0; i < TurnsPerRound; i++)
        {
            await turn(i).ConfigureAwait(false);
        }
    }
}
