namespace Sessions.Tests.Conversations;

/// <summary>Conversations of sessions that live in memory.</summary>
public sealed class RandomConversationInMemoryTests : RandomConversationTests
{
    protected override int Conversations => 4500;

    protected override int FirstSeed => 0;

    protected override SessionStore? CreateStore() => null;
}

/// <summary>Conversations of sessions that a store keeps.</summary>
public sealed class RandomConversationInStoreTests : RandomConversationTests
{
    protected override int Conversations => 5000;

    protected override int FirstSeed => 1_000_000;

    protected override SessionStore? CreateStore() => new InMemorySessionStore();
}

/// <summary>Branches of sessions that live in memory.</summary>
public sealed class RandomBranchInMemoryTests() : RandomBranchTests(new NoStores(), runs: 1_000);

/// <summary>Branches of sessions that a store keeps.</summary>
public sealed class RandomBranchInStoreTests() : RandomBranchTests(new InMemoryStores(), runs: 1_000);
