namespace Sessions.Sqlite.Tests.ReportedFailures;

// Sessions that SQLite keeps.

public sealed class AliasedMessagesInSqliteTests() : StoredAliasedMessageTests(new DatabaseFiles());

public sealed class ClockOrderInSqliteTests() : ClockOrderTests(new DatabaseFiles());

public sealed class DoubleHistoriesInSqliteTests() : DoubleHistoryTests(new DatabaseFiles());

public sealed class GrowingCostsInSqliteTests() : StoredGrowingCostTests(new DatabaseFiles());

public sealed class LostTurnsInSqliteTests() : LostTurnTests(new DatabaseFiles());

public sealed class LostUpdatesInSqliteTests() : StoredLostUpdateTests(new DatabaseFiles());

public sealed class MaskedErrorsInSqliteTests() : StoredMaskedErrorTests(new DatabaseFiles());

public sealed class OpenToolCallsInSqliteTests() : StoredOpenToolCallTests(new DatabaseFiles());

public sealed class SessionIsolationInSqliteTests() : StoredSessionIsolationTests(new DatabaseFiles());
