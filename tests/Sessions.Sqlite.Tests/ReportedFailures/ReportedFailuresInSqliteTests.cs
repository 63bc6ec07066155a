namespace Sessions.Sqlite.Tests.Turns;

/// <summary>Pains of sessions that SQLite keeps.</summary>
public sealed class PainsInSqliteTests : StoredPainTests, IDisposable
{
    private readonly DatabaseFiles _files = new();

    public void Dispose() => _files.Dispose();

    protected override SessionStore CreateStore() => _files.CreateStore();

    protected override SessionStore Reopen(SessionStore store) => _files.ReopenLast();
}
