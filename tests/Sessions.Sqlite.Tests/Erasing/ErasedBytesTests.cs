using System.Diagnostics;

namespace Sessions.Sqlite.Tests.Erasing;

/// <summary>After a session is deleted its rows are gone from the database file and its log, byte for byte.</summary>
/// <remarks>
/// Where SQLite has moved a row from one page to another, as the pages filled up, a copy may be left in the part of a page that is not in
/// use; <c>secure_delete</c> does not know of it. It cannot be read through SQLite, it is overwritten as the page fills up, and
/// <c>VACUUM</c> leaves none.
/// </remarks>
public sealed class ErasedBytesTests : IDisposable
{
    private static readonly int Turns = TestScale.Of(1000);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly DatabaseFile _file = new();
    private readonly SqliteSessionStore _store;

    public ErasedBytesTests() => _store = new SqliteSessionStore(_file.ConnectionString);

    /// <summary>How the sessions are named that are erased.</summary>
    public enum Way
    {
        BySession,
        ByOwner,
        ByTenant,
    }

    public static TheoryData<Way> Ways { get; } = new(Enum.GetValues<Way>());

    public void Dispose()
    {
        _store.Dispose();
        _file.Dispose();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Nothing_is_left_when_the_deletion_returns(Way way)
    {
        var sessions = await CreateAsync(way);
        var before = sessions.Count();

        await EraseAsync(sessions, way);

        AssertGone(sessions, before);
        await sessions.AssertBystandersAsync(Turns);
        Assert.Equal("ok", _file.Execute("PRAGMA integrity_check"));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Under_a_reader_nothing_is_left_after_a_commit_that_follows_it(Way way)
    {
        var sessions = await CreateAsync(way);
        var before = sessions.Count();
        using (_file.OpenReader())
        {
            await EraseAsync(sessions, way);
            Assert.InRange(sessions.Count(), before / 2, int.MaxValue);
            await sessions.CommitElsewhereAsync(1);
        }

        await CommitUntilGoneAsync(sessions, before);

        AssertGone(sessions, before);
        await sessions.AssertBystandersAsync(Turns);
    }

    [Fact]
    public async Task What_a_fork_reaches_stays_and_the_rest_of_its_source_is_gone()
    {
        var (source, fork) = (new SessionKey("source"), new SessionKey("fork"));
        await CommitAsync(source, 1, Turns / 2, "Samarkand");
        var before = await ReadAsync(source);
        Assert.Equal(CommitOutcome.Committed, (await _store.ForkAsync(new SessionFork { Source = source, Key = fork, AgentId = "agent", CreatedAt = StoreData.Time })).Outcome);
        await CommitAsync(source, (Turns / 2) + 1, Turns, MarkedSessions.Marker);
        Assert.InRange(_file.Count(MarkedSessions.Marker), Turns, int.MaxValue);

        Assert.True(await _store.DeleteAsync(source));
        Assert.InRange(_file.Count(MarkedSessions.Marker), 0, Turns / 100);
        Assert.Equal(before, await ReadAsync(fork));
        Assert.Equal((Turns / 2) - 1L, _file.Execute("SELECT count(*) - 1 FROM turns"));

        Assert.True(await _store.DeleteAsync(fork));
        _file.Execute("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
        Assert.Equal(0, _file.Count(MarkedSessions.Marker));
        Assert.Equal(0, _file.Count("Samarkand"));
        Assert.Equal(0L, _file.Execute("SELECT (SELECT count(*) FROM turns) + (SELECT count(*) FROM forks) + (SELECT count(*) FROM erased) + (SELECT count(*) FROM turn_keys) + (SELECT count(*) FROM saved_state)"));
    }

    /// <summary>A process died after the session was gone, and before its turns were erased.</summary>
    [Fact]
    public async Task What_a_process_did_not_come_to_erase_the_next_erases()
    {
        await CommitAsync(new SessionKey("source"), 1, Turns, MarkedSessions.Marker);
        _file.Execute("INSERT INTO erased SELECT segment FROM sessions; DELETE FROM sessions");
        _store.Dispose();

        using var next = new SqliteSessionStore(_file.ConnectionString);
        await next.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(new SessionKey("next")) });
        await WorkerProcess.WaitUntilAsync(() => (long)_file.Execute("SELECT (SELECT count(*) FROM turns) + (SELECT count(*) FROM erased)")! == 0 && _file.Count(MarkedSessions.Marker) == 0);
    }

    /// <summary>A process died after the turns were erased, and before the log was emptied.</summary>
    [Fact]
    public async Task What_a_process_left_in_the_log_the_next_takes_from_it()
    {
        await CommitAsync(new SessionKey("source"), 1, Turns, MarkedSessions.Marker);

        // As long as somebody has it open, the log is not removed.
        using var other = _file.Open();
        using (var command = other.CreateCommand())
        {
            command.CommandText = "SELECT count(*) FROM turns";
            command.ExecuteScalar();
        }

        using (_file.OpenReader())
        {
            await _store.DeleteAsync(new SessionKey("source"));
            _store.Dispose();
        }

        Assert.NotEqual(0, _file.Count(MarkedSessions.Marker));
        using var next = new SqliteSessionStore(_file.ConnectionString);
        await next.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(new SessionKey("next")) });
        await WorkerProcess.WaitUntilAsync(() => _file.Count(MarkedSessions.Marker) == 0);
    }

    private async Task CommitAsync(SessionKey key, long first, long last, string word)
    {
        for (var number = first; number <= last; number++)
        {
            var result = await _store.CommitAsync(new SessionCommit
            {
                ExpectedRevision = number == 1 ? null : number - 1,
                Head = StoreData.Head(key, number, number),
                Turns =
                [
                    StoreData.Turn(number, $"\"{word} {new string('x', (int)(number * 37 % 900))}\"") with
                    {
                        State = [StoreData.Value("slot", $"\"{word} {number}\""), StoreData.Value("large", $"\"{word} {number} {new string('y', 600)}\"")],
                    },
                ],
                State = number % 5 == 0 ? [StoreData.Value("saved", $"\"{word} {number} {new string('y', 600)}\"")] : [],
            });
            Assert.Equal(CommitOutcome.Committed, result.Outcome);
        }
    }

    /// <summary>All that a session has, as text.</summary>
    private async Task<List<string>> ReadAsync(SessionKey key)
    {
        var session = (await _store.LoadAsync(key))!;
        var turns = await _store.ReadTurnsAsync(key, new TurnRange { ThroughTurn = session.Head.CurrentTurn, WithState = true, Limits = new TurnLimits { MaxBytes = long.MaxValue } });
        return
        [
            .. session.State.Select(Show),
            .. turns.Turns.Select(turn => $"{turn.Number} {StoreData.Text(turn.Messages)} {string.Join(' ', turn.State.Select(Show))}"),
        ];
    }

    private static string Show(StateValue value) => $"{value.Key} {StoreData.Text(value.Json!.Value)}";

    /// <summary>Asserts that but for copies that SQLite has lost nothing is left, and after <c>VACUUM</c> nothing at all.</summary>
    private void AssertGone(MarkedSessions sessions, int before)
    {
        Assert.InRange(before, 10 * Turns, int.MaxValue);
        Assert.InRange(sessions.Count(), 0, before / 1000);
        _file.Execute("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
        Assert.Equal(0, sessions.Count());
    }

    /// <summary>Commits until the log is emptied, which is tried at most ten times a second, or until it should have been long since.</summary>
    private static async Task CommitUntilGoneAsync(MarkedSessions sessions, int before)
    {
        var start = Stopwatch.GetTimestamp();
        for (var number = 2; sessions.Count() > before / 1000 && Stopwatch.GetElapsedTime(start) < LongestWait; number++)
        {
            await sessions.CommitElsewhereAsync(number);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        }
    }

    private async Task<MarkedSessions> CreateAsync(Way way)
    {
        var sessions = new MarkedSessions(_store, way == Way.ByTenant ? MarkedSessions.MarkedTenant : "tenant", _file.Count);
        await sessions.CreateAsync(Turns);
        return sessions;
    }

    private async Task EraseAsync(MarkedSessions sessions, Way way)
    {
        switch (way)
        {
            case Way.BySession:
                foreach (var key in sessions.Keys)
                {
                    Assert.True(await _store.DeleteAsync(key));
                }

                break;
            case Way.ByOwner:
                Assert.Equal(sessions.Keys.Count, await _store.DeleteSessionsAsync(new SessionQuery { Tenant = "tenant", Owner = MarkedSessions.Owner }));
                break;
            default:
                Assert.Equal(sessions.Keys.Count, await _store.DeleteSessionsAsync(SessionQuery.All(MarkedSessions.MarkedTenant)));
                break;
        }

        // Steps of a session that never was belong to no owner; with its tenant they are gone.
        Assert.False(await _store.DeleteAsync(sessions.Uncommitted));
    }
}
