namespace Sessions.Sqlite.Tests.Turns;

/// <summary>Runs on a session that SQLite keeps.</summary>
public sealed class OverlappingRunsInSqliteTests : StoredOverlappingRunTests, IDisposable
{
    private readonly DatabaseFiles _files = new();

    public void Dispose() => _files.Dispose();

    protected override SessionStore CreateStore() => _files.CreateStore();
}
