using Npgsql;
using Sessions.Agents;
using Sessions.TestKit;

namespace Sessions.Benchmarks;

/// <summary>
/// The bytes that a turn adds to the tables and indexes, with the server's own headers, beside its JSON. Turns are counted from when each table and index
/// has pages: what a schema takes without turns is not a turn's.
/// </summary>
internal static class PostgreSqlBytes
{
    private const int FirstTurns = 1_000;
    private const int Turns = 5_000;

    public static async Task<IEnumerable<StoreScore>> MeasureAsync(PostgresServer server) =>
    [
        StoreScore.OfRatio("Bytes stored a turn, beside the JSON of messages, state and record", await RatioAsync(server, keyed: false), 1.6, "400 characters a message"),
        StoreScore.OfRatio("The same, turns with a key", await RatioAsync(server, keyed: true), 1.8, "400 characters a message"),
    ];

    private static async Task<double> RatioAsync(PostgresServer server, bool keyed)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var bench = new PostgreSqlBench(source);
        var session = await bench.Agent.GetSessionAsync("s");
        await RunAsync(0, FirstTurns);
        var (bytesBefore, jsonBefore) = await MeasureAsync(bench);
        await RunAsync(FirstTurns, Turns);
        var (bytes, json) = await MeasureAsync(bench);
        return (double)(bytes - bytesBefore) / (json - jsonBefore);

        async Task RunAsync(int from, int to)
        {
            for (var i = from; i < to; i++)
            {
                await bench.Agent.RunAsync(bench.Payload.Question(i), session, keyed ? new AgentRunOptions { TurnKey = $"order-{i}" } : null);
            }
        }
    }

    private static async Task<(long Bytes, long Json)> MeasureAsync(PostgreSqlBench bench) => (
        await PostgreSqlBench.ExecuteAsync(bench.Source, $"SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class WHERE relnamespace = '{bench.Schema}'::regnamespace AND relkind = 'r'"),
        await PostgreSqlBench.ExecuteAsync(bench.Source, $"SELECT (SELECT sum(octet_length(messages) + octet_length(record)) FROM {bench.Schema}.turns)::bigint + (SELECT coalesce(sum(octet_length(value)), 0) FROM {bench.Schema}.state)::bigint"));
}
