namespace Sessions.Sqlite.Tests.Turns;

/// <summary>Faults in operations on a session that SQLite keeps.</summary>
public sealed class OperationFaultInSqliteTests : OperationFaultTests, IDisposable
{
    private readonly DatabaseFiles _files = new();

    public void Dispose() => _files.Dispose();

    protected override SessionStore CreateStore() => _files.CreateStore();
}
