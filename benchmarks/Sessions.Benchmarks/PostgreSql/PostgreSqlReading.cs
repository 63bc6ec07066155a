using System.Collections.Immutable;
using System.Diagnostics;
using Npgsql;
using Sessions.Agents;
using Sessions.Storage;
using Sessions.TestKit;

namespace Sessions.Benchmarks;

/// <summary>What it costs to open sessions and to list them.</summary>
internal static class PostgreSqlReading
{
    public static async Task<IEnumerable<StoreScore>> MeasureAsync(PostgresServer server)
    {
        // Few connections, which have done it all before: the first call of a function on each has to be compiled by the server.
        await using var source = NpgsqlDataSource.Create($"{server.ConnectionString};No Reset On Close=true;Maximum Pool Size=4");
        await using var bench = new PostgreSqlBench(source);
        await bench.FillAsync("long", 50_000);
        await RegenerateAsync(bench, "300", 300);
        await RegenerateAsync(bench, "1000", 1_000);
        return
        [
            StoreScore.OfTime("Opening a session of 50,000 turns, each of which changed a slot", await OpenAsync(bench, "long"), TimeSpan.FromMilliseconds(0.5)),
            StoreScore.OfTime("Opening a session with 300 regenerated replies", await OpenAsync(bench, "300"), TimeSpan.FromMilliseconds(1)),
            StoreScore.OfTime("Opening a session with 1,000 regenerated replies", await OpenAsync(bench, "1000"), TimeSpan.FromMilliseconds(2)),
            .. await StoreLists.MeasureAsync("lists", bench.Store),
        ];
    }

    private static async Task<TimeSpan> OpenAsync(PostgreSqlBench bench, string id)
    {
        var opening = new SessionOpening { NewestTurns = new TurnLimits { MaxMessages = 50 } };
        var times = new List<TimeSpan>();
        for (var i = 0; i < 300; i++)
        {
            var start = Stopwatch.GetTimestamp();
            _ = await bench.Store.OpenAsync(new SessionKey(id), i < 200 ? SessionOpening.Head : opening);
            times.Add(Stopwatch.GetElapsedTime(start));
        }

        return times.Take(200).Order().ElementAt(100);
    }

    private static async Task RegenerateAsync(PostgreSqlBench bench, string id, int times)
    {
        var session = await bench.Agent.GetSessionAsync(id);
        await bench.Agent.RunAsync("begin", session);
        for (var i = 0; i < times; i++)
        {
            await bench.Agent.RunAsync(bench.Payload.Question(i), session);
            await bench.Agent.RegenerateAsync(session);
        }
    }
}
