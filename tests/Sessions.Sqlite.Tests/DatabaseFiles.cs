namespace Sessions.Sqlite.Tests;

/// <summary>Makes stores, each on a database file of its own; the files are gone when the test is done.</summary>
internal sealed class DatabaseFiles : TestStores
{
    private readonly List<DatabaseFile> _files = [];

    public override SqliteSessionStore CreateStore()
    {
        _files.Add(new DatabaseFile());
        return new SqliteSessionStore(_files[^1].ConnectionString);
    }

    public override SessionStore OpenElsewhere(SessionStore store) => new AnotherProcess(new SqliteSessionStore(_files[^1].ConnectionString));

    public override void Dispose()
    {
        _files.ForEach(file => file.Dispose());
        base.Dispose();
    }
}
