namespace Sessions.Tests.History;

/// <summary>Who keeps the history of a session that no store keeps.</summary>
public sealed class HistoryOwnerInMemoryTests : HistoryOwnerTests
{
    protected override SessionStore? CreateStore() => null;
}

/// <summary>Who keeps the history of a session that a store keeps.</summary>
public sealed class HistoryOwnerInStoreTests : HistoryOwnerTests
{
    protected override SessionStore? CreateStore() => new InMemorySessionStore();
}
