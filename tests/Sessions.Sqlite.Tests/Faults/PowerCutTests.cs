using Sessions.Sqlite.Tests.Writing;

namespace Sessions.Sqlite.Tests.Faults;

/// <summary>
/// Power cuts. Between two commits the database and its log are as they were when the first was acknowledged: that is on the disk.
/// Of what the second wrote the disk may have all, nothing, or any of its sectors, until that is acknowledged too. Whatever it has,
/// no acknowledged turn is lost or torn, and no session is unreadable.
/// </summary>
public sealed class PowerCutTests : IDisposable
{
    private const int SectorSize = 512;
    private const int Sessions = 4;
    private const int CommitsAPoint = 3;

    private readonly DatabaseFile _file = new();
    private readonly DatabaseFile _cut = new();
    private readonly Random _random = new(1);
    private readonly long[] _turns = new long[Sessions];

    public void Dispose()
    {
        _file.Dispose();
        _cut.Dispose();
    }

    [Fact]
    public async Task No_acknowledged_turn_is_lost_or_torn()
    {
        var points = TestScale.Of(1000);
        var (restarts, checkpoints, kept) = (0, 0, 0);
        using var store = new SqliteSessionStore(_file.ConnectionString);
        await CommitAsync(store);
        for (var point = 0; point < points; point++)
        {
            for (var commit = 0; commit < CommitsAPoint - 1; commit++)
            {
                await CommitAsync(store);
            }

            var (acknowledged, before) = ((long[])_turns.Clone(), Disk.Of(_file.Path));
            await CommitAsync(store);
            var after = Disk.Of(_file.Path);
            restarts += before.IsRestartedIn(after) ? 1 : 0;
            checkpoints += before.Database.AsSpan().SequenceEqual(after.Database) ? 0 : 1;
            before.CutBefore(after, _random).WriteTo(_cut.Path);
            kept += await AssertWholeAsync(acknowledged, $"point {point}") ? 1 : 0;
        }

        // Otherwise the points say nothing of them.
        Assert.InRange(kept, 1, points - 1);
        Assert.True(points < 500 || (restarts > 0 && checkpoints > 0), $"{restarts} restarts of the log and {checkpoints} checkpoints were cut.");
    }

    private async Task CommitAsync(SqliteSessionStore store)
    {
        var session = _random.Next(Sessions);
        var turn = ++_turns[session];
        var result = await store.CommitAsync(new SessionCommit
        {
            ExpectedRevision = turn == 1 ? null : turn - 1,
            Head = StoreData.Head(Key(session), turn, turn),
            Turns = [StoreData.Turn(turn, MessageOf(session, turn)) with { State = [StoreData.Value("turn", $"{turn}")] }],
        });
        Assert.Equal(CommitOutcome.Committed, result.Outcome);
    }

    /// <summary>Opens what the disk has, reads all of it, and goes on.</summary>
    /// <returns>Whether the turn that was not acknowledged is there.</returns>
    private async Task<bool> AssertWholeAsync(long[] acknowledged, string point)
    {
        using var store = new SqliteSessionStore(_cut.ConnectionString, new SqliteSessionStoreOptions { SynchronousMode = SqliteSynchronousMode.Normal });
        var more = 0L;
        for (var session = 0; session < Sessions; session++)
        {
            var found = await store.LoadAsync(Key(session));
            var count = found?.Head.Revision ?? 0;
            Assert.True(count >= acknowledged[session], $"{point}: session {session} has {count} of {acknowledged[session]} turns.");
            more += count - acknowledged[session];
            if (found is not null)
            {
                var page = await store.ReadTurnsAsync(Key(session), new TurnRange { ThroughTurn = count, Limits = new TurnLimits { MaxBytes = long.MaxValue } });
                Assert.Equal(Enumerable.Range(1, (int)count).Select(turn => $"[{MessageOf(session, turn)}]"), page.Turns.Select(turn => StoreData.Text(turn.Messages)));
                Assert.Equal($"{count}", StoreData.Text(Assert.Single(found.State).Json!.Value));
            }
        }

        Assert.True(more <= 1, $"{point}: {more} turns more than acknowledged.");
        var next = await store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(new SessionKey("next")) });
        Assert.Equal(CommitOutcome.Committed, next.Outcome);
        store.Dispose();
        Assert.Equal("ok", _cut.Execute("PRAGMA integrity_check"));
        return more == 1;
    }

    private static SessionKey Key(int session) => new($"session {session}");

    /// <summary>One to six pages, by the turn.</summary>
    private static string MessageOf(int session, long turn) => $"\"{session} {turn} {new string((char)('a' + (turn % 26)), (int)(turn * 7919 % 6_000))}\"";

    /// <summary>What a disk has of a database and its log.</summary>
    private sealed record Disk(byte[] Database, byte[] Log)
    {
        public static Disk Of(string path) => new(WalFile.ReadAll(path), WalFile.ReadAll(path + "-wal"));

        /// <summary>Whether the log was begun anew: its salt is another one.</summary>
        public bool IsRestartedIn(Disk after) => !Log.AsSpan(16, 8).SequenceEqual(after.Log.AsSpan(16, 8));

        /// <summary>What is there if the power goes before what came after was acknowledged.</summary>
        public Disk CutBefore(Disk after, Random random)
        {
            // A checkpoint follows the commit: it moves into the database what the log has already, the commit too.
            var isInCheckpoint = !Database.AsSpan().SequenceEqual(after.Database) && !IsRestartedIn(after) && random.Next(2) == 0;
            return isInCheckpoint ? new(Mix(Database, after.Database, random), after.Log) : new(Database, Mix(Log, after.Log, random));
        }

        public void WriteTo(string path)
        {
            File.Delete(path + "-shm");
            File.WriteAllBytes(path, Database);
            File.WriteAllBytes(path + "-wal", Log);
        }

        /// <summary>Lost, kept, cut off, or torn: some sectors are new, some old, and some of those that are new have nothing in them.</summary>
        private static byte[] Mix(byte[] before, byte[] after, Random random)
        {
            var kind = random.Next(5);
            if (kind < 2)
            {
                return kind == 0 ? before : after;
            }

            var length = Math.Max(before.Length, kind == 2 ? random.Next(before.Length, Math.Max(after.Length, before.Length) + 1) : after.Length);
            var mixed = new byte[length];
            before.CopyTo(mixed, 0);
            for (var at = 0; at < Math.Min(length, after.Length); at += SectorSize)
            {
                if (kind == 2 || random.Next(8) != 0)
                {
                    var sector = after.AsSpan(at, Math.Min(SectorSize, Math.Min(length, after.Length) - at));
                    sector.CopyTo(mixed.AsSpan(at));
                }
            }

            return mixed;
        }
    }
}
