using Sessions.Tests;

namespace Sessions.Sqlite.Tests.Turns;

/// <summary>Runs on a session that SQLite keeps.</summary>
public sealed class OverlappingRunsInSqliteTests : OverlappingRunTests, IDisposable
{
    private readonly List<DatabaseFile> _files = [];

    public void Dispose() => _files.ForEach(file => file.Dispose());

    private protected override SessionStore? CreateStore()
    {
        _files.Add(new DatabaseFile());
        return new SqliteSessionStore(_files[^1].ConnectionString);
    }
}
