using Sessions.TestKit;

namespace Sessions.Benchmarks;

/// <summary>What sessions in PostgreSQL cost, beside statements by hand that take the same round trips. The server is a private one on this machine, with <c>fsync</c> on.</summary>
internal static class PostgreSqlBenchmark
{
    public static async Task RunAsync()
    {
        var table = new Table("What", "Measured", "Goal, at most", "");
        foreach (var measure in new Func<PostgresServer, Task<IEnumerable<StoreScore>>>[]
        {
            PostgreSqlTurns.MeasureAsync, PostgreSqlCrowd.MeasureAsync, PostgreSqlBytes.MeasureAsync, PostgreSqlReading.MeasureAsync,
        })
        {
            // The server tidies up as it goes; in the minute that it takes to begin as a rule, the benchmark would be over.
            await using var server = await PostgresServer.StartAsync("fsync=on", "autovacuum_naptime=1s");
            foreach (var score in await measure(server))
            {
                Console.Error.WriteLine($"{score.What}: {score.Measured} ({score.Goal}) {score.Verdict}");
                table.Add(score.What, score.Measured, score.Goal, score.Verdict);
            }
        }

        table.Print("PostgreSQL");
        Readme.Replace("postgresql", table.ToString());
    }
}
