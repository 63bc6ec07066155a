using System.Text;
using Sessions.Sqlite.Tests.Writing;

namespace Sessions.Sqlite.Tests.Operations;

/// <summary>How large a database and its log become.</summary>
public sealed class SizeTests : IDisposable
{
    private const int Turns = 2_000;

    private static readonly SessionKey Key = new("s");

    private readonly DatabaseFile _file = new();
    private readonly Random _random = new(1);

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData(400, 400, 1.2)]
    [InlineData(200, 600, 1.3)]
    public async Task A_database_is_little_larger_than_the_json_in_it(int shortest, int longest, double most)
    {
        var json = 0L;
        using (var store = Open())
        {
            for (var number = 1; number <= Turns; number++)
            {
                json += await CommitAsync(store, Key, number, shortest, longest);
            }
        }

        Assert.InRange((double)new FileInfo(_file.Path).Length / json, 1, most);
    }

    [Fact]
    public async Task The_log_of_a_turn_is_some_kilobytes()
    {
        using var store = Open();
        for (var number = 1; number <= 200; number++)
        {
            await CommitAsync(store, Key, number);
        }

        var log = WalFile.ReadAll(_file.Path + "-wal");
        var commits = WalFile.Commits(log).ToList();

        Assert.InRange((double)commits[^1] / commits.Count, 2_000, 12_000);
    }

    [Fact]
    public async Task The_log_does_not_grow_while_a_history_is_read_with_pauses()
    {
        using var store = Open();
        for (var number = 1; number <= 50; number++)
        {
            await CommitAsync(store, Key, number);
        }

        var (largest, read, range) = (0L, 0, new TurnRange { ThroughTurn = 50, Limits = new TurnLimits { MaxTurns = 10 } });
        for (var page = 1; page <= 5; page++)
        {
            var turns = await store.ReadTurnsAsync(Key, range);
            read += turns.Turns.Count;
            range = range with { AfterTurn = turns.Turns[^1].Number };
            for (var number = 1; number <= 400; number++)
            {
                await CommitAsync(store, new SessionKey($"elsewhere {page}"), number);
                largest = Math.Max(largest, new FileInfo(_file.Path + "-wal").Length);
            }
        }

        Assert.Equal(50, read);
        Assert.InRange(largest, 3_000_000, 6_000_000);
    }

    [Fact]
    public async Task The_log_grows_while_another_program_has_a_transaction_open()
    {
        using var store = Open();
        await CommitAsync(store, Key, 1);
        using var other = _file.OpenReader();
        for (var number = 2; number <= 1_500; number++)
        {
            await CommitAsync(store, Key, number);
        }

        Assert.InRange(new FileInfo(_file.Path + "-wal").Length, 6_000_000, long.MaxValue);
    }

    [Fact]
    public async Task A_fork_is_a_few_rows()
    {
        using var store = Open();
        for (var number = 1; number <= 500; number++)
        {
            await CommitAsync(store, Key, number);
        }

        var before = (long)_file.Execute("PRAGMA page_count")!;
        await store.ForkAsync(new SessionFork { Source = Key, Key = new SessionKey("fork"), AgentId = "agent", CreatedAt = StoreData.Time });

        Assert.InRange((long)_file.Execute("PRAGMA page_count")! - before, 0, 4);
    }

    // What waits for the disk has the same size.
    private SqliteSessionStore Open() => new(_file.ConnectionString, new SqliteSessionStoreOptions { SynchronousMode = SqliteSynchronousMode.Normal });

    /// <summary>Commits a turn of two messages with the lengths that people's have, and says how long its JSON is.</summary>
    private async Task<int> CommitAsync(SqliteSessionStore store, SessionKey key, long number, int shortest = 400, int longest = 400)
    {
        var turn = StoreData.Turn(number, Message("user", shortest, longest), Message("assistant", shortest, longest)) with
        {
            Record = Encoding.UTF8.GetBytes($$$"""{"startedAt":"2026-08-01T12:00:00Z","completedAt":"2026-08-01T12:00:02Z","responseId":"chatcmpl-{{{number}}}","usage":{"inputTokenCount":{{{number}}}}}"""),
        };
        var result = await store.CommitAsync(new SessionCommit { ExpectedRevision = number == 1 ? null : number - 1, Head = StoreData.Head(key, number, number), Turns = [turn] });
        Assert.Equal(CommitOutcome.Committed, result.Outcome);
        return turn.Messages.Length + turn.Record.Length;
    }

    private string Message(string role, int shortest, int longest) =>
        $$"""{"role":"{{role}}","contents":[{"$type":"text","text":"{{new string((char)('a' + _random.Next(26)), _random.Next(shortest, longest + 1))}}"}]}""";
}
