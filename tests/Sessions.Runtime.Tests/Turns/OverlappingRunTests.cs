namespace Sessions.Tests.Turns;

/// <summary>Runs on a session that lives in memory.</summary>
public sealed class OverlappingRunsInMemoryTests : OverlappingRunTests
{
    private protected override SessionStore? CreateStore() => null;
}

/// <summary>Runs on a session that a store keeps.</summary>
public sealed class OverlappingRunsInStoreTests : StoredOverlappingRunTests
{
    private protected override SessionStore CreateStore() => new InMemorySessionStore();
}
