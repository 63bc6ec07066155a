namespace Sessions.Tests.Pains;

/// <summary>Pains of sessions that no store keeps.</summary>
public sealed class PainsInMemoryTests : PainTests
{
    protected override SessionStore? CreateStore() => null;
}

/// <summary>Pains of sessions that a store keeps.</summary>
public sealed class PainsInStoreTests : StoredPainTests
{
    protected override SessionStore CreateStore() => new InMemorySessionStore();
}
