namespace Sessions.Sqlite.Tests.Turns;

/// <summary>Who keeps the history of a session that SQLite keeps.</summary>
public sealed class HistoryOwnerInSqliteTests : HistoryOwnerTests, IDisposable
{
    private readonly DatabaseFiles _files = new();

    public void Dispose() => _files.Dispose();

    protected override SessionStore? CreateStore() => _files.CreateStore();
}
