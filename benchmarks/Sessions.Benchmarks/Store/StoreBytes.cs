using Sessions.Agents;

namespace Sessions.Benchmarks;

/// <summary>The bytes that a turn takes in the file, beside its JSON, and those that it writes to the log.</summary>
internal static class StoreBytes
{
    private const int Turns = 3_000;
    private const int TurnsLogged = 64 * 30;

    public static async Task<IEnumerable<StoreScore>> MeasureAsync() =>
    [
        StoreScore.OfRatio("Bytes stored a turn, beside the JSON of messages, state and record", await RatioAsync(keyed: false), 1.2, "400 characters a message"),
        StoreScore.OfRatio("The same, turns with a key", await RatioAsync(keyed: true), 1.3, "400 characters a message"),
        StoreScore.OfBytes("Log written a turn", await LogAsync(sessions: 1), 12 * 1024),
        StoreScore.OfBytes("Log written a turn, where 64 sessions take turns", await LogAsync(sessions: 64), 12 * 1024),
    ];

    private static async Task<double> RatioAsync(bool keyed)
    {
        using var file = new StoreFile(view: new HistoryView { MaxMessages = 50 });
        var session = await file.Agent.GetSessionAsync("s");
        for (var i = 0; i < Turns; i++)
        {
            await file.Agent.RunAsync(file.Payload.Question(i), session, keyed ? new AgentRunOptions { TurnKey = $"order-{i}" } : null);
        }

        var length = Execute(file, "PRAGMA wal_checkpoint(TRUNCATE); SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
        var json = Execute(file, "SELECT sum(length(CAST(messages AS BLOB)) + length(CAST(record AS BLOB)) + coalesce(length(CAST(state AS BLOB)), 0)) FROM turns");
        return (double)length / json;
    }

    private static async Task<double> LogAsync(int sessions)
    {
        using var file = new StoreFile(view: new HistoryView { MaxMessages = 50 });
        var all = await Task.WhenAll(Enumerable.Range(0, sessions).Select(async i => await file.Agent.GetSessionAsync($"s{i}")));
        foreach (var session in all)
        {
            await file.Agent.RunAsync("first", session);
        }

        // Nothing is moved out of the log meanwhile.
        using var reader = new Microsoft.Data.Sqlite.SqliteConnection(file.ConnectionString + ";Pooling=False");
        reader.Open();
        Execute(reader, "PRAGMA wal_checkpoint(TRUNCATE)");
        using var snapshot = reader.BeginTransaction(deferred: true);
        Execute(reader, "SELECT count(*) FROM sessions");
        var before = file.LogLength;
        var rounds = TurnsLogged / sessions;
        for (var i = 0; i < rounds; i++)
        {
            foreach (var session in all)
            {
                await file.Agent.RunAsync(file.Payload.Question(i), session);
            }
        }

        return (double)(file.LogLength - before) / (rounds * sessions);
    }

    private static long Execute(StoreFile file, string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection(file.ConnectionString + ";Pooling=False");
        connection.Open();
        return Execute(connection, sql);
    }

    private static long Execute(Microsoft.Data.Sqlite.SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var value = 0L;
        do
        {
            while (reader.Read())
            {
                value = reader.GetInt64(0);
            }
        }
        while (reader.NextResult());
        return value;
    }
}
