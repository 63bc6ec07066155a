namespace Sessions.Sqlite.Tests;

/// <summary>Files that are no session databases are refused by name, with the reason, and left as they are.</summary>
public sealed class BadFileTests : IDisposable
{
    private readonly DatabaseFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData(2)]
    [InlineData(100)]
    [InlineData(10_000)]
    public Task A_file_of_another_format_is_refused(int length)
    {
        File.WriteAllBytes(_file.Path, [.. Enumerable.Range(0, length).Select(i => (byte)('a' + (i % 26)))]);
        return AssertRefusedAsync("is not a SQLite database");
    }

    [Theory]
    [InlineData("CREATE TABLE orders (id INTEGER)")]
    [InlineData("CREATE TABLE sessions (id INTEGER)")]
    [InlineData("PRAGMA application_id = 42; CREATE TABLE sessions (id INTEGER)")]
    [InlineData("PRAGMA application_id = 42")]
    [InlineData("PRAGMA user_version = 1")]
    public Task Another_applications_database_is_refused(string sql)
    {
        _file.Execute(sql);
        return AssertRefusedAsync("another application's");
    }

    [Fact]
    public async Task A_newer_schema_is_refused()
    {
        await CreateAsync();
        _file.Execute("PRAGMA journal_mode = DELETE; PRAGMA user_version = 3");
        await AssertRefusedAsync("schema version 3, and this code knows up to version 2");
    }

    [Fact]
    public async Task A_version_that_never_was_is_refused()
    {
        await CreateAsync();
        _file.Execute("PRAGMA journal_mode = DELETE; PRAGMA user_version = 0");
        await AssertRefusedAsync("schema version 0, which no release");
    }

    [Fact]
    public async Task A_database_from_before_the_first_release_is_refused()
    {
        await CreateAsync();
        _file.Execute("PRAGMA journal_mode = DELETE; PRAGMA user_version = 1");
        await AssertRefusedAsync("schema version 1, which no release");
    }

    [Fact]
    public async Task A_truncated_database_is_refused()
    {
        await CreateAsync();
        using (var file = File.OpenWrite(_file.Path))
        {
            file.SetLength(file.Length / 2);
        }

        await AssertRefusedAsync("is damaged");
    }

    [Fact]
    public async Task A_database_with_a_scrambled_page_is_refused()
    {
        await CreateAsync();
        using (var file = File.OpenWrite(_file.Path))
        {
            file.Position = 4096;
            file.Write(Enumerable.Repeat((byte)0x5A, (int)file.Length - 4096).ToArray());
        }

        await AssertRefusedAsync("is damaged");
    }

    [Theory]
    [InlineData("UPDATE turns SET parent = 1")]
    [InlineData("UPDATE turns SET parent = 7")]
    public async Task A_chain_that_loops_is_read_once(string sql)
    {
        await CreateAsync();
        _file.Execute(sql);
        var store = new SqliteSessionStore(_file.ConnectionString);

        Assert.NotNull(await store.LoadAsync(new SessionKey("s")));
        Assert.Equal([1], (await store.ReadTurnsAsync(new SessionKey("s"), new TurnRange { ThroughTurn = 1, NewestFirst = true })).Turns.Numbers());
        Assert.Equal([1], (await store.ReadTurnsAsync(new SessionKey("s"), new TurnRange { ThroughTurn = 1 })).Turns.Numbers());
    }

    [Fact]
    public async Task A_missing_directory_is_named()
    {
        var directory = Path.Combine(Path.GetDirectoryName(_file.Path)!, "missing");
        var store = new SqliteSessionStore($"Data Source={directory}/sessions.db");

        var failure = await Assert.ThrowsAsync<SessionStoreException>(async () => await store.LoadAsync(new SessionKey("s")));
        Assert.Contains($"the directory '{directory}' does not exist", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(directory));

        Directory.CreateDirectory(directory);
        await store.LoadAsync(new SessionKey("s"));
    }

    [Fact]
    public async Task A_directory_is_not_a_file()
    {
        Directory.CreateDirectory(_file.Path);
        var store = new SqliteSessionStore(_file.ConnectionString);

        var failure = await Assert.ThrowsAsync<SessionStoreException>(async () => await store.LoadAsync(new SessionKey("s")));
        Assert.Contains($"'{_file.Path}' cannot be opened. See that it is a file", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_opened_to_be_read_is_read_and_not_written()
    {
        await CreateAsync();
        var before = await File.ReadAllBytesAsync(_file.Path);
        var store = new SqliteSessionStore(_file.ConnectionString + ";Mode=ReadOnly");

        Assert.NotNull(await store.LoadAsync(new SessionKey("s")));
        var failure = await Assert.ThrowsAsync<SessionStoreException>(async () => await store.DeleteAsync(new SessionKey("s")));
        Assert.Contains($"'{_file.Path}' cannot be written", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(_file.Path));
    }

    [Fact]
    public async Task A_file_without_the_right_to_write_is_read_and_not_written()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows(), "The rights of a file do not bind root.");
        await CreateAsync();
        var file = new FileInfo(_file.Path) { IsReadOnly = true };
        var store = new SqliteSessionStore(_file.ConnectionString);

        Assert.NotNull(await store.LoadAsync(new SessionKey("s")));
        var failure = await Assert.ThrowsAsync<SessionStoreException>(async () => await store.DeleteAsync(new SessionKey("s")));
        Assert.Contains($"'{_file.Path}' cannot be written", failure.Message, StringComparison.Ordinal);
        file.IsReadOnly = false;
    }

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=")]
    [InlineData("Cache=Shared")]
    [InlineData("Data Source=shared;Mode=Memory;Cache=Shared")]
    [InlineData("Data Source=file::memory:?cache=shared")]
    [InlineData("Data Source=file:name?mode=memory&cache=shared")]
    public void A_database_in_memory_is_refused(string connectionString)
    {
        var failure = Assert.Throws<ArgumentException>(() => new SqliteSessionStore(connectionString));
        Assert.StartsWith("The connection string names no file", failure.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(InMemorySessionStore), failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Data Sauce=sessions.db")]
    [InlineData("sessions.db")]
    public void A_malformed_connection_string_is_refused(string connectionString) =>
        Assert.ThrowsAny<ArgumentException>(() => new SqliteSessionStore(connectionString));

    private async Task CreateAsync()
    {
        using var store = new SqliteSessionStore(_file.ConnectionString);
        await store.CommitAsync(new SessionCommit
        {
            ExpectedRevision = null,
            Head = StoreData.Head(new SessionKey("s"), turn: 1),
            Turns = [StoreData.Turn(1, "\"" + new string('x', 20_000) + "\"")],
        });
    }

    /// <summary>Asserts that nothing can be done with the file, twice over, and that nothing is done to it.</summary>
    private async Task AssertRefusedAsync(string reason)
    {
        var before = await File.ReadAllBytesAsync(_file.Path);
        var store = new SqliteSessionStore(_file.ConnectionString);
        var commit = new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(new SessionKey("new")) };

        Assert.Equal(
            (await Assert.ThrowsAsync<SessionStoreException>(async () => await store.LoadAsync(new SessionKey("s")))).Message,
            (await Assert.ThrowsAsync<SessionStoreException>(async () => await store.CommitAsync(commit))).Message);
        var failure = await Assert.ThrowsAsync<SessionStoreException>(async () => await store.DeleteAsync(new SessionKey("s")));
        Assert.Contains(_file.Path, failure.Message, StringComparison.Ordinal);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);

        store.Dispose();
        Assert.Equal(before, await File.ReadAllBytesAsync(_file.Path));
        Assert.Equal([_file.Path], Directory.GetFiles(Path.GetDirectoryName(_file.Path)!).Where(file => file != _file.Path + "-reserve"));
    }
}
