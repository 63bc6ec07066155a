namespace Sessions.Sqlite.Tests.Turns;

/// <summary>Faults in operations on a session that SQLite keeps.</summary>
public sealed class OperationFaultInSqliteTests() : OperationFaultTests(new DatabaseFiles());
