using Microsoft.Data.Sqlite;

namespace Sessions.Sqlite.Tests;

/// <summary>What happens while another process writes.</summary>
public sealed class LockTests : IDisposable
{
    private static readonly SessionCommit Commit = new() { ExpectedRevision = null, Head = StoreData.Head(new SessionKey("s")) };

    private readonly DatabaseFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task A_commit_waits_for_the_lock_without_holding_a_thread()
    {
        var store = await OpenAsync(_file.ConnectionString);
        using var rival = _file.Lock();

        // A wait that blocked would not return a task before the lock is free.
        var commit = store.CommitAsync(Commit).AsTask();
        Assert.False(commit.IsCompleted);
        Assert.Null(await store.LoadAsync(new SessionKey("s")));

        rival.Dispose();
        await commit;
        Assert.NotNull(await store.LoadAsync(new SessionKey("s")));
    }

    [Fact]
    public async Task A_lock_that_stays_ends_the_wait_after_the_default_timeout()
    {
        var store = await OpenAsync(_file.ConnectionString + ";Default Timeout=1");
        using var rival = _file.Lock();

        var failure = await Assert.ThrowsAsync<SqliteException>(async () => await store.CommitAsync(Commit));
        Assert.Equal(SQLitePCL.raw.SQLITE_BUSY, failure.SqliteErrorCode);
    }

    [Fact]
    public async Task However_many_wait_each_waits_no_longer_than_the_default_timeout()
    {
        var store = await OpenAsync(_file.ConnectionString + ";Default Timeout=1");
        using var rival = _file.Lock();

        var waiting = Enumerable.Range(0, 24).Select(async number =>
        {
            var commit = new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(new SessionKey($"s{number}")) };
            return (await Assert.ThrowsAsync<SqliteException>(async () => await store.CommitAsync(commit))).SqliteErrorCode;
        });
        var codes = Task.WhenAll(waiting);

        // One after the other they would take 24 s.
        Assert.Same(codes, await Task.WhenAny(codes, Task.Delay(TimeSpan.FromSeconds(12), TestContext.Current.CancellationToken)));
        Assert.All(await codes, code => Assert.Equal(SQLitePCL.raw.SQLITE_BUSY, code));
    }

    [Fact]
    public async Task A_canceled_wait_writes_nothing()
    {
        var store = await OpenAsync(_file.ConnectionString);
        using var rival = _file.Lock();
        using var cancellation = new CancellationTokenSource();
        var holder = store.CommitAsync(Commit, cancellation.Token).AsTask();
        var queued = store.DeleteAsync(new SessionKey("s"), cancellation.Token).AsTask();

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => holder);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);

        rival.Dispose();
        Assert.Null(await store.LoadAsync(new SessionKey("s")));
        await store.CommitAsync(Commit);
    }

    private static async Task<SqliteSessionStore> OpenAsync(string connectionString)
    {
        var store = new SqliteSessionStore(connectionString);
        await store.LoadAsync(new SessionKey("s"));
        return store;
    }
}
