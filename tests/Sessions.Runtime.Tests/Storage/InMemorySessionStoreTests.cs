namespace Sessions.Runtime.Tests;

public sealed class InMemorySessionStoreTests : SessionStoreTests
{
    protected override SessionStore Store { get; } = new InMemorySessionStore();
}
