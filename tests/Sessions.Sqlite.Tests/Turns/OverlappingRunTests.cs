namespace Sessions.Sqlite.Tests.Turns;

/// <summary>Runs on a session that SQLite keeps.</summary>
public sealed class OverlappingRunsInSqliteTests() : StoredOverlappingRunTests(new DatabaseFiles());
