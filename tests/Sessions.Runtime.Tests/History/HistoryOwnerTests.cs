namespace Sessions.Tests.History;

/// <summary>Who keeps the history of a session that no store keeps.</summary>
public sealed class HistoryOwnerInMemoryTests() : HistoryOwnerTests(new NoStores());

/// <summary>Who keeps the history of a session that a store keeps.</summary>
public sealed class HistoryOwnerInStoreTests() : HistoryOwnerTests(new InMemoryStores());
