namespace Sessions.Sqlite.Tests;

/// <summary>What an agent does with the sessions that SQLite keeps.</summary>
public sealed class AgentStoreInSqliteTests() : AgentStoreTests(new DatabaseFiles());
