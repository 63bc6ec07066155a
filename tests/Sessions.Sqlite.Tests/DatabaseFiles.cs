namespace Sessions.Sqlite.Tests;

/// <summary>Makes stores, each on a database file of its own; the files are gone when the test is done.</summary>
internal sealed class DatabaseFiles : IDisposable
{
    private readonly List<DatabaseFile> _files = [];

    public SqliteSessionStore CreateStore()
    {
        _files.Add(new DatabaseFile());
        return new SqliteSessionStore(_files[^1].ConnectionString);
    }

    /// <summary>Another store on the file that was made last, as another process would open it.</summary>
    public SqliteSessionStore ReopenLast() => new(_files[^1].ConnectionString);

    public void Dispose() => _files.ForEach(file => file.Dispose());
}
