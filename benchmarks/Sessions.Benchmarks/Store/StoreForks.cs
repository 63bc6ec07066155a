using System.Diagnostics;
using Sessions.Agents;

namespace Sessions.Benchmarks;

/// <summary>What a fork of a long session costs, and a reader that pauses.</summary>
internal static class StoreForks
{
    public static async Task<IEnumerable<StoreScore>> MeasureAsync()
    {
        using var file = new StoreFile(view: new HistoryView { MaxMessages = 50 });
        await file.FillAsync("long", 10_000);
        var session = await file.Agent.GetSessionAsync("long");
        await file.Agent.ForkSessionAsync(session);
        var times = new List<TimeSpan>();
        var before = Length(file);
        const int Forks = 200;
        for (var i = 0; i < Forks; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await file.Agent.ForkSessionAsync(session, throughTurn: i % 2 == 0 ? null : 5_000);
            times.Add(Stopwatch.GetElapsedTime(start));
        }

        var bytes = (double)(Length(file) - before) / Forks;
        return
        [
            StoreScore.OfTime("A fork of 10,000 turns", times.Order().ElementAt(Forks / 2), TimeSpan.FromMilliseconds(1)),
            StoreScore.OfBytes("Bytes of a fork of 10,000 turns", bytes, 4 * 1024),
            StoreScore.OfTime("The slowest turn of another session while forks are made", await SlowestAsync(file, session), TimeSpan.FromMilliseconds(60)),
            await PausedReaderAsync(file, session),
        ];
    }

    private static async Task<TimeSpan> SlowestAsync(StoreFile file, AgentSession session)
    {
        var other = await file.Agent.GetSessionAsync("other");
        await file.Agent.RunAsync("warm", other);
        using var stop = new CancellationTokenSource();
        var forking = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await file.Agent.ForkSessionAsync(session);
            }
        });
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < 500; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await file.Agent.RunAsync(file.Payload.Question(i), other);
            slowest = Stopwatch.GetElapsedTime(start) is var time && time > slowest ? time : slowest;
        }

        await stop.CancelAsync();
        await forking;
        return slowest;
    }

    private static async Task<StoreScore> PausedReaderAsync(StoreFile file, AgentSession session)
    {
        var turns = file.Agent.ReadTurnsAsync(session).GetAsyncEnumerator();
        await using var reading = turns.ConfigureAwait(false);
        await turns.MoveNextAsync();
        var other = await file.Agent.GetSessionAsync("elsewhere");
        var longest = 0L;
        for (var i = 0; i < 20_000; i++)
        {
            await file.Agent.RunAsync(file.Payload.Question(i), other);
            longest = Math.Max(longest, file.LogLength);
        }

        await turns.MoveNextAsync();
        return StoreScore.OfBytes("The log with a reader that pauses, and 20,000 turns elsewhere", longest, 8 * 1024 * 1024);
    }

    private static long Length(StoreFile file)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection(file.ConnectionString + ";Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        command.ExecuteNonQuery();
        return new FileInfo(file.Path).Length;
    }
}
