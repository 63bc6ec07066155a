using Sessions.Sqlite.Tests.Writing;

namespace Sessions.Sqlite.Tests;

/// <summary>A later version of the schema, made up: how a file comes to it, and what the code of before says to such a file.</summary>
public sealed class NextSchemaTests : IDisposable
{
    private const string Step3 = "ALTER TABLE sessions ADD COLUMN colour TEXT; CREATE TABLE colours (colour TEXT PRIMARY KEY) STRICT; INSERT INTO colours VALUES ('red');";

    private readonly DatabaseFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task A_file_is_brought_to_it_in_one_transaction()
    {
        using var before = Store();
        await CommitAsync(before, 1);
        _file.Execute("SELECT 1");
        var commits = WalFile.CountCommits(_file.Path);

        using var store = Store(Step3);
        Assert.Equal(1, (await store.LoadAsync(new SessionKey("s")))!.Head.Revision);

        Assert.Equal(1, WalFile.CountCommits(_file.Path) - commits);
        Assert.Equal(3L, _file.Execute("PRAGMA user_version"));
        Assert.Equal("red", _file.Execute("SELECT colour FROM colours"));
        await CommitAsync(store, 2);
    }

    [Fact]
    public async Task A_new_file_has_it_at_once()
    {
        using var store = Store(Step3, "CREATE TABLE shapes (shape TEXT) STRICT");
        await CommitAsync(store, 1);

        Assert.Equal(4L, _file.Execute("PRAGMA user_version"));
        Assert.Equal(0L, _file.Execute("SELECT count(*) FROM shapes"));
    }

    [Fact]
    public async Task Eight_stores_bring_a_file_to_it_once()
    {
        using (var before = Store())
        {
            await CommitAsync(before, 1);
        }

        var stores = Enumerable.Range(0, 8).Select(_ => Store(Step3)).ToList();
        var sessions = await Task.WhenAll(stores.Select((store, number) => Task.Run(async () =>
        {
            var result = await store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(new SessionKey($"new {number}")) });
            Assert.Equal(CommitOutcome.Committed, result.Outcome);
            return await store.LoadAsync(new SessionKey("s"));
        })));

        stores.ForEach(store => store.Dispose());
        Assert.All(sessions, session => Assert.Equal(1, session!.Head.Revision));
        Assert.Equal(9L, _file.Execute("SELECT count(*) FROM sessions"));
        Assert.Equal(3L, _file.Execute("PRAGMA user_version"));
    }

    /// <summary>The step before the one that fails goes with it.</summary>
    [Theory]
    [InlineData("CREATE TABLE turns (place INTEGER)")]
    [InlineData("CREATE TABLE shapes (shape TEXT) STRICT; INSERT INTO shapes SELECT no_such_function(1)")]
    public async Task A_step_that_fails_leaves_the_version_before_usable(string failingStep)
    {
        using (var before = Store())
        {
            await CommitAsync(before, 1);
        }

        using (var failing = Store(Step3, failingStep))
        {
            await Assert.ThrowsAsync<SessionStoreException>(async () => await failing.LoadAsync(new SessionKey("s")));
            await Assert.ThrowsAsync<SessionStoreException>(async () => await CommitAsync(failing, 2));
        }

        Assert.Equal(2L, _file.Execute("PRAGMA user_version"));
        Assert.Equal(0L, _file.Execute("SELECT count(*) FROM sqlite_schema WHERE name IN ('colours', 'shapes')"));
        using var after = Store();
        await CommitAsync(after, 2);
        Assert.Equal(2, (await after.LoadAsync(new SessionKey("s")))!.Head.Revision);
    }

    [Fact]
    public async Task The_code_of_before_refuses_it_by_name_and_leaves_it_as_it_is()
    {
        using (var next = Store(Step3))
        {
            await CommitAsync(next, 1);
        }

        var bytes = await File.ReadAllBytesAsync(_file.Path, TestContext.Current.CancellationToken);
        using (var before = Store())
        {
            foreach (var use in new Func<Task>[] { () => CommitAsync(before, 2), async () => await before.LoadAsync(new SessionKey("s")), async () => await before.DeleteAsync(new SessionKey("s")) })
            {
                var failure = await Assert.ThrowsAsync<SessionStoreException>(use);
                Assert.Contains("has schema version 3, and this code knows up to version 2; nothing in it was changed", failure.Message, StringComparison.Ordinal);
            }
        }

        Assert.Equal(bytes, await File.ReadAllBytesAsync(_file.Path, TestContext.Current.CancellationToken));
        using var again = Store(Step3);
        await CommitAsync(again, 2);
    }

    private SqliteSessionStore Store(params string[] moreSteps) =>
        new(_file.ConnectionString, new SqliteSessionStoreOptions(), [.. SqliteSchema.Steps, .. moreSteps]);

    private static async Task CommitAsync(SqliteSessionStore store, long number)
    {
        var result = await store.CommitAsync(new SessionCommit
        {
            ExpectedRevision = number == 1 ? null : number - 1,
            Head = StoreData.Head(new SessionKey("s"), number, number),
            Turns = [StoreData.Turn(number, $"{number}")],
        });
        Assert.Equal(CommitOutcome.Committed, result.Outcome);
    }
}
