using Sessions.Agents;

namespace Sessions.Sqlite.Tests.Faults;

/// <summary>Bytes of pages that are not what they were give the right data or a named error, and reading changes nothing.</summary>
public sealed class DamagedPageTests : IDisposable
{
    private const int PageSize = 1024;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly DatabaseFile _whole = new();
    private readonly DatabaseFile _damaged = new();

    public void Dispose()
    {
        _whole.Dispose();
        _damaged.Dispose();
    }

    [Fact]
    public async Task A_damaged_page_gives_a_session_or_a_named_error_in_every_use()
    {
        using (var store = new SqliteSessionStore(_whole.ConnectionString))
        {
            await RichSession.CreateAsync(store);
            await RichSession.Agent(store).ForkSessionAsync(await RichSession.Agent(store).GetSessionAsync(RichSession.Key));
        }

        var whole = await File.ReadAllBytesAsync(_whole.Path);
        var (refused, count) = (0, TestScale.Of(3_000));
        for (var seed = 0; seed < count; seed++)
        {
            var random = new Random(seed);
            var damaged = Damage(whole, random);
            File.Delete(_damaged.Path + "-wal");
            File.Delete(_damaged.Path + "-shm");
            await File.WriteAllBytesAsync(_damaged.Path, damaged);
            try
            {
                refused += await TryAsync(store => RichSession.ReadAllAsync(store)) ? 0 : 1;
                Assert.Equal(damaged, await File.ReadAllBytesAsync(_damaged.Path));
                _ = await TryAsync(UseAsync);
                _ = await TryAsync(EraseAsync);
            }
            catch (Exception exception)
            {
                Assert.Fail($"seed {seed}: {exception}");
            }
        }

        Assert.InRange(refused, count / 20, count * 19 / 20);
    }

    /// <summary>Random bytes, a zeroed page, a page in another's place, or a few bits.</summary>
    private static byte[] Damage(byte[] whole, Random random)
    {
        var damaged = (byte[])whole.Clone();
        for (var i = random.Next(3); i >= 0; i--)
        {
            var page = damaged.AsSpan(random.Next(damaged.Length / PageSize) * PageSize, PageSize);
            switch (random.Next(4))
            {
                case 0:
                    random.NextBytes(page.Slice(random.Next(PageSize / 2), random.Next(1, PageSize / 2)));
                    break;
                case 1:
                    page.Clear();
                    break;
                case 2:
                    whole.AsSpan(random.Next(whole.Length / PageSize) * PageSize, PageSize).CopyTo(page);
                    break;
                default:
                    page[random.Next(PageSize)] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }

        return damaged;
    }

    /// <summary>Does something that may say that the data is damaged, and nothing else, and does not take long.</summary>
    private async Task<bool> TryAsync(Func<SqliteSessionStore, Task> use)
    {
        using var store = new SqliteSessionStore(_damaged.ConnectionString + ";Default Timeout=2", new SqliteSessionStoreOptions { SynchronousMode = SqliteSynchronousMode.Normal });
        var isDone = true;
        try
        {
            isDone = await RichSession.TryAsync(() => Task.Run(() => use(store)).WaitAsync(Longest));
        }
        catch (SessionStoreException)
        {
            isDone = false;
        }

        return isDone;
    }

    private static async Task UseAsync(SqliteSessionStore store)
    {
        var agent = RichSession.Agent(store);
        await RichSession.UseAsync(agent, await agent.GetSessionAsync(RichSession.Key));
    }

    private static async Task EraseAsync(SqliteSessionStore store)
    {
        await store.PurgeAsync(100);
        await store.DeleteAsync(RichSession.Key);
        await store.DeleteSessionsAsync(SessionQuery.All(RichSession.Key.Tenant));
    }
}
