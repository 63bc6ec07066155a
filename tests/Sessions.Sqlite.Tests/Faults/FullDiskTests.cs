using Microsoft.Data.Sqlite;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Sqlite.Tests.Faults;

/// <summary>A full disk: named errors that have the answer, nothing acknowledged is lost, what is there is read and erased, and it goes on when there is room.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly SmallDisk _disk = new(megabytes: 20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task Each_turn_of_a_batch_that_cannot_be_written_has_its_error_and_its_answer()
    {
        using var store = new SqliteSessionStore(_disk.ConnectionString);
        var agent = Agent(store);
        var sessions = new List<AgentSession>();
        for (var number = 0; number < 64; number++)
        {
            sessions.Add(await agent.GetSessionAsync($"s{number}", cancellationToken: Token));
            await agent.RunAsync("first", sessions[^1], cancellationToken: Token);
        }

        _disk.Fill();
        var kept = 0;
        var lost = 0;
        for (var round = 0; round < 20 || lost == 0; round++)
        {
            var outcomes = await Task.WhenAll(sessions.Select(async session => await Record.ExceptionAsync(() => agent.RunAsync($"turn {round}", session, cancellationToken: Token))));
            Assert.All(outcomes.OfType<Exception>(), outcome =>
            {
                var failure = Assert.IsType<SessionStoreException>(outcome);
                Assert.StartsWith("re turn", failure.Response!.Text, StringComparison.Ordinal);
            });
            kept += outcomes.Count(outcome => outcome is null);
            lost += outcomes.Count(outcome => outcome is not null);
        }

        Assert.Equal(64 + kept, await CountTurnsAsync(store, sessions));
        _disk.Free();
        await Task.WhenAll(sessions.Select(session => agent.RunAsync("after", session, cancellationToken: Token)));
        Assert.Equal(128 + kept, await CountTurnsAsync(store, sessions));
    }

    [Fact]
    public async Task A_disk_without_any_room_is_read_and_erased()
    {
        using var store = new SqliteSessionStore(_disk.ConnectionString, new SqliteSessionStoreOptions { SynchronousMode = SqliteSynchronousMode.Normal });
        await CommitAsync(store, new SessionKey("stays"), 1);
        _disk.Fill(left: 3_000_000);
        var (large, written) = (new SessionKey("large"), 0L);
        var failure = default(SessionStoreException);
        while (failure is null)
        {
            failure = (SessionStoreException?)await Record.ExceptionAsync(() => CommitAsync(store, large, written + 1));
            written += failure is null ? 1 : 0;
        }

        Assert.Contains($"The disk of the session database '{_disk.Database}' is full", failure.Message, StringComparison.Ordinal);
        Assert.InRange(written, 100, long.MaxValue);
        _disk.Fill();
        Assert.Equal(written, (await store.LoadAsync(large, Token))!.Head.TurnCount);
        Assert.Equal([written], (await store.ReadTurnsAsync(large, new TurnRange { ThroughTurn = written, NewestFirst = true, Limits = new TurnLimits { MaxTurns = 1 } }, Token)).Turns.Numbers());

        Assert.True(await store.DeleteAsync(large, Token));
        Assert.Equal(0, await CountAsync("SELECT (SELECT count(*) FROM erased) + (SELECT count(*) FROM turns) - 1"));
        Assert.Equal(0, new FileInfo(_disk.Database + "-wal").Length);

        // The room of the log is kept for the next time.
        Assert.True(File.Exists(_disk.Database + "-reserve"));
        Assert.Single((await store.ReadTurnsAsync(new SessionKey("stays"), new TurnRange { ThroughTurn = 1 }, Token)).Turns);
        Assert.Null(await store.LoadAsync(large, Token));
        Assert.NotNull(await store.LoadAsync(new SessionKey("stays"), Token));
        _disk.Free();
        await CommitAsync(store, new SessionKey("anew"), 1);
    }

    [Fact]
    public async Task Without_the_room_that_is_kept_erasing_says_that_there_is_none_and_goes_on_when_there_is()
    {
        using var store = new SqliteSessionStore(_disk.ConnectionString, new SqliteSessionStoreOptions { SynchronousMode = SqliteSynchronousMode.Normal });
        for (var turn = 1; turn <= 200; turn++)
        {
            await CommitAsync(store, new SessionKey("large"), turn);
        }

        File.Delete(_disk.Database + "-reserve");
        _disk.Fill();

        // The session may be gone, but what it leaves cannot be erased: that is said.
        await Assert.ThrowsAsync<SessionStoreException>(async () => await store.DeleteAsync(new SessionKey("large"), Token));
        _disk.Free();
        await store.DeleteAsync(new SessionKey("large"), Token);
        Assert.Equal(0, await CountAsync("SELECT (SELECT count(*) FROM erased) + (SELECT count(*) FROM turns)"));
        Assert.True(File.Exists(_disk.Database + "-reserve"));
    }

    [Fact]
    public async Task A_backup_that_has_no_room_is_named_and_leaves_nothing()
    {
        using var file = new DatabaseFile();
        using var store = new SqliteSessionStore(file.ConnectionString, new SqliteSessionStoreOptions { SynchronousMode = SqliteSynchronousMode.Normal });
        for (var turn = 1; turn <= 500; turn++)
        {
            await CommitAsync(store, new SessionKey("large"), turn);
        }

        _disk.Fill(left: 1_000_000);
        var failure = await Assert.ThrowsAsync<IOException>(async () => await store.BackupAsync(_disk.Database, Token));

        Assert.Contains($"The disk of the backup '{_disk.Database}' is full", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_disk.Database));
        _disk.Free();
        await store.BackupAsync(_disk.Database, Token);
        using var copy = new SqliteSessionStore(_disk.ConnectionString);
        Assert.Equal(500, (await copy.LoadAsync(new SessionKey("large"), Token))!.Head.TurnCount);
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var connection = new SqliteConnection(_disk.ConnectionString + ";Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }

    private static async Task CommitAsync(SqliteSessionStore store, SessionKey key, long turn)
    {
        var result = await store.CommitAsync(
            new SessionCommit
            {
                ExpectedRevision = turn == 1 ? null : turn - 1,
                Head = StoreData.Head(key, turn, turn),
                Turns = [StoreData.Turn(turn, $"\"{new string('x', 9000)}\"")],
            },
            Token);
        Assert.Equal(CommitOutcome.Committed, result.Outcome);
    }

    private static ChatClientAgent Agent(SessionStore store) =>
        new ScriptedModel(request => ModelAnswer.Of($"re {request.Messages[^1].Text}")).AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store });

    private static async Task<int> CountTurnsAsync(SqliteSessionStore store, IEnumerable<AgentSession> sessions)
    {
        var count = 0L;
        foreach (var session in sessions)
        {
            var head = (await store.LoadAsync(session.Key, Token))!.Head;
            var turns = await store.ReadTurnsAsync(session.Key, new TurnRange { ThroughTurn = head.CurrentTurn }, Token);
            Assert.Equal(head.TurnCount, turns.Turns.Count);
            count += head.TurnCount;
        }

        return (int)count;
    }
}
