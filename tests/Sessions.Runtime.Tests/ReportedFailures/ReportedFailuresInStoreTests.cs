namespace Sessions.Tests.ReportedFailures;

// Sessions that a store keeps.

public sealed class AliasedMessagesInStoreTests() : StoredAliasedMessageTests(new InMemoryStores());

public sealed class ClockOrderInStoreTests() : ClockOrderTests(new InMemoryStores());

public sealed class DoubleHistoriesInStoreTests() : DoubleHistoryTests(new InMemoryStores());

public sealed class GrowingCostsInStoreTests() : StoredGrowingCostTests(new InMemoryStores());

public sealed class LostTurnsInStoreTests() : LostTurnTests(new InMemoryStores());

public sealed class LostUpdatesInStoreTests() : StoredLostUpdateTests(new InMemoryStores());

public sealed class MaskedErrorsInStoreTests() : StoredMaskedErrorTests(new InMemoryStores());

public sealed class OpenToolCallsInStoreTests() : StoredOpenToolCallTests(new InMemoryStores());

public sealed class SessionIsolationInStoreTests() : StoredSessionIsolationTests(new InMemoryStores());
