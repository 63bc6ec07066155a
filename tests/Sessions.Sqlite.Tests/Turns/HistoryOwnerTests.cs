namespace Sessions.Sqlite.Tests.Turns;

/// <summary>Who keeps the history of a session that SQLite keeps.</summary>
public sealed class HistoryOwnerInSqliteTests() : HistoryOwnerTests(new DatabaseFiles());
