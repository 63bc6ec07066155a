namespace Sessions.Tests.ReportedFailures;

// Sessions that no store keeps.

public sealed class AliasedMessagesInMemoryTests() : AliasedMessageTests(new NoStores());

public sealed class ClockOrderInMemoryTests() : ClockOrderTests(new NoStores());

public sealed class DoubleHistoriesInMemoryTests() : DoubleHistoryTests(new NoStores());

public sealed class GrowingCostsInMemoryTests() : GrowingCostTests(new NoStores());

public sealed class LostTurnsInMemoryTests() : LostTurnTests(new NoStores());

public sealed class LostUpdatesInMemoryTests() : LostUpdateTests(new NoStores());

public sealed class MaskedErrorsInMemoryTests() : MaskedErrorTests(new NoStores());

public sealed class OpenToolCallsInMemoryTests() : OpenToolCallTests(new NoStores());

public sealed class SessionIsolationInMemoryTests() : SessionIsolationTests(new NoStores());
