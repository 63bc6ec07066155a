namespace Sessions.PostgreSql.Tests.ReportedFailures;

// Sessions that PostgreSQL keeps.

public sealed class AliasedMessagesInPostgreSqlTests() : StoredAliasedMessageTests(new OwnSchemaStores());

public sealed class ClockOrderInPostgreSqlTests() : ClockOrderTests(new OwnSchemaStores());

public sealed class DoubleHistoriesInPostgreSqlTests() : DoubleHistoryTests(new OwnSchemaStores());

public sealed class GrowingCostsInPostgreSqlTests() : StoredGrowingCostTests(new OwnSchemaStores());

public sealed class LostTurnsInPostgreSqlTests() : LostTurnTests(new OwnSchemaStores());

public sealed class LostUpdatesInPostgreSqlTests() : StoredLostUpdateTests(new OwnSchemaStores());

public sealed class MaskedErrorsInPostgreSqlTests() : StoredMaskedErrorTests(new OwnSchemaStores());

public sealed class OpenToolCallsInPostgreSqlTests() : StoredOpenToolCallTests(new OwnSchemaStores());

public sealed class SessionIsolationInPostgreSqlTests() : StoredSessionIsolationTests(new OwnSchemaStores());
