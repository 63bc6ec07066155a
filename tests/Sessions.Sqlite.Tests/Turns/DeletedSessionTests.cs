namespace Sessions.Sqlite.Tests.Turns;

/// <summary>Sessions in SQLite that are deleted while a turn of them runs.</summary>
public sealed class DeletedSessionInSqliteTests() : DeletedSessionTests(new DatabaseFiles());
