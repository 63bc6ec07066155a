namespace Sessions.Tests.Turns;

/// <summary>Runs on a session that lives in memory.</summary>
public sealed class OverlappingRunsInMemoryTests() : OverlappingRunTests(new NoStores());

/// <summary>Runs on a session that a store keeps.</summary>
public sealed class OverlappingRunsInStoreTests() : StoredOverlappingRunTests(new InMemoryStores());
