namespace Sessions.Sqlite.Tests;

/// <summary>The SQLite store, on a file of its own for each test.</summary>
public sealed class SqliteSessionStoreTests : SessionStoreTests, IDisposable
{
    private readonly DatabaseFile _file = new();
    private readonly SqliteSessionStore _store;

    public SqliteSessionStoreTests() => _store = new SqliteSessionStore(_file.ConnectionString);

    protected override SessionStore Store => _store;

    public void Dispose() => _file.Dispose();

    protected override SessionStore CreateStore(TimeProvider clock) => new SqliteSessionStore(_file.ConnectionString, clock);
}
