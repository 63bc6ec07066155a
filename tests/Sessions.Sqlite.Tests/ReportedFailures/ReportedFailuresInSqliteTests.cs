using Sessions.Tests;

namespace Sessions.Sqlite.Tests.Turns;

/// <summary>Pains of sessions that SQLite keeps.</summary>
public sealed class PainsInSqliteTests : StoredPainTests, IDisposable
{
    private readonly DatabaseFiles _files = new();

    public void Dispose() => _files.Dispose();

    private protected override SessionStore CreateStore() => _files.CreateStore();

    private protected override SessionStore Reopen(SessionStore store) => _files.ReopenLast();
}
