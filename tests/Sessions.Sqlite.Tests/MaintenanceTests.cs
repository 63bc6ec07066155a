namespace Sessions.Sqlite.Tests;

/// <summary>What is done to the file as a whole, while it is in use.</summary>
public sealed class MaintenanceTests : IDisposable
{
    private readonly DatabaseFile _file = new();
    private readonly SqliteSessionStore _store;

    public MaintenanceTests() => _store = new SqliteSessionStore(_file.ConnectionString);

    public void Dispose()
    {
        _store.Dispose();
        _file.Dispose();
    }

    [Fact]
    public async Task A_backup_is_of_one_moment_and_ends_while_others_write()
    {
        await CommitAsync(1, 3_000, length: 3_000);
        var backup = _file.Path + ".backup";
        using var stop = new CancellationTokenSource();
        using var elsewhere = new SqliteSessionStore(_file.ConnectionString);
        var writing = Task.Run(async () =>
        {
            for (var number = 3_001L; !stop.IsCancellationRequested; number++)
            {
                await CommitAsync(number, 1, store: elsewhere);
            }
        });

        await _store.BackupAsync(backup).AsTask().WaitAsync(TimeSpan.FromMinutes(1));
        await stop.CancelAsync();
        await writing;

        using var copy = new SqliteSessionStore($"Data Source={backup}");
        var head = (await copy.LoadAsync(new SessionKey("s")))!.Head;
        Assert.Empty(await copy.CheckIntegrityAsync());
        Assert.Equal(head.LastTurn, (await copy.ReadChainAsync(head.Key, head.CurrentTurn)).Count);
        Assert.InRange(head.LastTurn, 3_000, (await _store.LoadAsync(head.Key))!.Head.LastTurn);
    }

    [Fact]
    public async Task A_backup_does_not_touch_a_file_that_is_there()
    {
        await CommitAsync(1, 1);
        var backup = _file.Path + ".backup";
        await File.WriteAllTextAsync(backup, "kept");

        Assert.Contains(backup, (await Assert.ThrowsAsync<IOException>(async () => await _store.BackupAsync(backup))).Message, StringComparison.Ordinal);
        Assert.Equal("kept", await File.ReadAllTextAsync(backup));
    }

    [Fact]
    public async Task A_backup_that_is_cancelled_on_its_way_leaves_nothing()
    {
        await CommitAsync(1, 5_000, length: 5_000);
        var isCancelled = false;
        for (var attempt = 0; attempt < 20 && !isCancelled; attempt++)
        {
            var backup = $"{_file.Path}.backup-{attempt}";
            using var source = new CancellationTokenSource();
            var copying = Task.Run(async () => await _store.BackupAsync(backup, source.Token));
            Assert.True(SpinWait.SpinUntil(() => copying.IsCompleted || (File.Exists(backup) && new FileInfo(backup).Length > 0), TimeSpan.FromMinutes(1)));
            await source.CancelAsync();
            isCancelled = await Record.ExceptionAsync(() => copying) is OperationCanceledException;
            Assert.Equal(!isCancelled, File.Exists(backup));
        }

        Assert.True(isCancelled, "No backup was slow enough to be cancelled.");
    }

    [Fact]
    public async Task Compacting_gives_the_room_of_what_was_erased_back()
    {
        await CommitAsync(1, 2_000);
        await _store.CompactAsync();
        var before = new FileInfo(_file.Path).Length;
        await _store.DeleteAsync(new SessionKey("s"));
        await _store.CompactAsync();

        Assert.InRange(new FileInfo(_file.Path).Length, 1, before / 10);
        Assert.Equal(0L, _file.Execute("PRAGMA freelist_count"));
        Assert.Empty(await _store.CheckIntegrityAsync());
    }

    [Fact]
    public async Task A_vacuum_waits_for_others_and_lets_them_go_on()
    {
        await CommitAsync(1, 2_000);
        using var elsewhere = new SqliteSessionStore(_file.ConnectionString);
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            var number = 2_001L;
            for (; !stop.IsCancellationRequested; number++)
            {
                await CommitAsync(number, 1, store: number % 2 == 0 ? elsewhere : _store);
            }

            return number - 1;
        });

        for (var i = 0; i < 5; i++)
        {
            await _store.VacuumAsync();
        }

        await stop.CancelAsync();
        var last = await writing;
        Assert.Equal(last, (await _store.ReadChainAsync(new SessionKey("s"), last)).Count);
        Assert.Empty(await _store.CheckIntegrityAsync());
    }

    [Fact]
    public async Task A_vacuum_that_is_cancelled_leaves_the_file_as_it_was()
    {
        await CommitAsync(1, 5_000, length: 5_000);
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _store.VacuumAsync(source.Token));

        Assert.Equal(5_000, (await _store.ReadChainAsync(new SessionKey("s"), 5_000)).Count);
        Assert.Empty(await _store.CheckIntegrityAsync());
    }

    [Fact]
    public async Task What_is_wrong_with_a_file_is_found()
    {
        foreach (var id in new[] { "a", "b", "c" })
        {
            await _store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(new SessionKey(id)) with { UpdatedAt = StoreData.Time.AddSeconds(id[0]) } });
        }

        Assert.Empty(await _store.CheckIntegrityAsync());

        _file.Execute("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'updated_at DESC', 'updated_at ASC') WHERE name = 'sessions_by_update'");
        using var later = new SqliteSessionStore(_file.ConnectionString);

        Assert.NotEmpty(await later.CheckIntegrityAsync());
    }

    private async Task CommitAsync(long first, int count, int length = 300, SqliteSessionStore? store = null) => await (store ?? _store).CommitAsync(new SessionCommit
    {
        ExpectedRevision = first == 1 ? null : first - 1,
        Head = StoreData.Head(new SessionKey("s"), first + count - 1, first + count - 1),
        Turns = [.. Enumerable.Range(0, count).Select(i => StoreData.Turn(first + i, $"\"{new string('x', length)} {first + i}\""))],
    });
}
