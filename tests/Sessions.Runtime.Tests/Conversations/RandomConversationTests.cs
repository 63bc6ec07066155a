namespace Sessions.Tests.Conversations;

/// <summary>Conversations of sessions that live in memory.</summary>
public sealed class RandomConversationInMemoryTests : RandomConversationTests
{
    private protected override int Conversations => 4500;

    private protected override int FirstSeed => 0;

    private protected override SessionStore? CreateStore() => null;
}

/// <summary>Conversations of sessions that a store keeps.</summary>
public sealed class RandomConversationInStoreTests : RandomConversationTests
{
    private protected override int Conversations => 5000;

    private protected override int FirstSeed => 1_000_000;

    private protected override SessionStore? CreateStore() => new InMemorySessionStore();
}
