using Microsoft.Data.Sqlite;

namespace Sessions.Sqlite.Tests;

/// <summary>How the file is written.</summary>
public sealed class DurabilityTests : IDisposable
{
    private readonly DatabaseFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task The_file_is_created_and_has_a_write_ahead_log()
    {
        Assert.False(File.Exists(_file.Path));
        await CommitAsync(1);

        Assert.Equal("wal", _file.Execute("PRAGMA journal_mode"));
        Assert.Equal(0x53455353L, _file.Execute("PRAGMA application_id"));
        Assert.Equal(2L, _file.Execute("PRAGMA user_version"));
    }

    [Theory]
    [InlineData(null, 2L)]
    [InlineData(SqliteSynchronousMode.Full, 2L)]
    [InlineData(SqliteSynchronousMode.Normal, 1L)]
    public async Task A_commit_waits_for_the_disk_as_the_option_says(SqliteSynchronousMode? mode, long synchronous)
    {
        var options = mode is null ? new SqliteSessionStoreOptions() : new SqliteSessionStoreOptions { SynchronousMode = mode.Value };
        using var database = new SqliteDatabase(_file.ConnectionString, options, SqliteSchema.Steps);

        Assert.Equal(synchronous, await database.WriteAsync(
            link =>
            {
                using var row = link.Use(new Sql("PRAGMA synchronous"));
                return row.Step() ? row.Int64(0) : -1;
            },
            CancellationToken.None));
    }

    [Fact]
    public async Task A_number_that_no_turn_has_is_an_answer_or_an_error_and_spoils_no_statement()
    {
        await CommitAsync(1);
        using var store = new SqliteSessionStore(_file.ConnectionString);
        var key = new SessionKey("s");
        foreach (var number in new[] { -1, 1L << 32, 1L << 40, long.MaxValue })
        {
            Assert.True(await Record.ExceptionAsync(async () => await store.LoadStateAsync(key, number)) is null or SessionFormatException);
            Assert.True(await Record.ExceptionAsync(async () => await store.ReadTurnsAsync(key, new TurnRange { ThroughTurn = number })) is null or SessionFormatException);
            Assert.IsType<SessionFormatException>(await Record.ExceptionAsync(async () => await store.MoveAsync(key, 1, number, StoreData.Time)));
            Assert.IsType<SessionFormatException>(await Record.ExceptionAsync(async () => await store.CommitAsync(new SessionCommit
            {
                ExpectedRevision = 1,
                Head = StoreData.Head(key, 2, 2) with { CurrentTurn = number, LastTurn = number },
                Turns = [StoreData.Turn(number, "1") with { ParentTurn = 1, State = [StoreData.Value("k", "1")] }],
            })));

            Assert.Single((await store.ReadTurnsAsync(key, new TurnRange { ThroughTurn = 1 })).Turns);
            Assert.Empty(await store.LoadStateAsync(key, 1));
        }

        await CommitAsync(2);
        Assert.Equal(2, (await store.LoadAsync(key))!.Head.CurrentTurn);
    }

    [Fact]
    public async Task A_copy_that_lost_its_journal_mode_gets_it_again()
    {
        await CommitAsync(1);
        Assert.Equal("delete", _file.Execute("PRAGMA journal_mode = DELETE"));

        await CommitAsync(2);
        Assert.Equal("wal", _file.Execute("PRAGMA journal_mode"));
    }

    [Fact]
    public async Task Json_is_text_that_any_tool_reads()
    {
        var store = new SqliteSessionStore(_file.ConnectionString);
        await store.CommitAsync(new SessionCommit
        {
            ExpectedRevision = null,
            Head = StoreData.Head(new SessionKey("s"), turn: 1),
            Turns = [StoreData.Turn(1, """{"text":"é"}""") with { State = [StoreData.Value("k", """{"n":1}""")] }],
        });

        Assert.Equal("é", _file.Execute("SELECT messages ->> '$[0].text' FROM turns WHERE typeof(messages) = 'text'"));
        Assert.Equal(1L, _file.Execute("SELECT state ->> '$.k[2].n' FROM sessions WHERE typeof(state) = 'text'"));
        Assert.Equal(1L, _file.Execute("SELECT state ->> '$.set.k[1].n' FROM turns WHERE typeof(state) = 'text'"));
        Assert.Equal("2026-08-01 12:00:00", _file.Execute("SELECT datetime(created_at / 10000000 - 62135596800, 'unixepoch') FROM sessions"));
    }

    [Fact]
    public async Task A_failing_statement_takes_the_whole_commit_back()
    {
        await CommitAsync(1);
        var store = new SqliteSessionStore(_file.ConnectionString);
        var commit = new SessionCommit
        {
            ExpectedRevision = 1,
            Head = StoreData.Head(new SessionKey("s"), turn: 2, revision: 2),
            Turns = [StoreData.Turn(2, "2"), StoreData.Turn(1, "already there")],
        };

        var failure = await Assert.ThrowsAsync<SessionFormatException>(async () => await store.CommitAsync(commit));
        Assert.Equal(SQLitePCL.raw.SQLITE_CONSTRAINT, Assert.IsType<SqliteException>(failure.InnerException).SqliteErrorCode);
        Assert.Equal(1, (await store.LoadAsync(new SessionKey("s")))!.Head.Revision);
        Assert.Equal(1L, _file.Execute("SELECT count(*) FROM turns"));
        await CommitAsync(2);
    }

    [Fact]
    public async Task Stores_that_create_one_file_at_the_same_time_share_it()
    {
        var stores = Enumerable.Range(0, 8).Select(_ => new SqliteSessionStore(_file.ConnectionString)).ToList();
        await Task.WhenAll(stores.Select((store, i) => Task.Run(async () =>
            await store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(new SessionKey($"s{i}")) }))));

        Assert.Equal(8L, _file.Execute("SELECT count(*) FROM sessions"));
    }

    private async Task CommitAsync(long number)
    {
        using var store = new SqliteSessionStore(_file.ConnectionString);
        await store.CommitAsync(new SessionCommit
        {
            ExpectedRevision = number == 1 ? null : number - 1,
            Head = StoreData.Head(new SessionKey("s"), number, number),
            Turns = [StoreData.Turn(number, $"{number}")],
        });
    }
}
