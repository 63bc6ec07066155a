namespace Sessions.Runtime.Tests;

public sealed class InMemorySessionStoreTests : SessionStoreTests
{
    protected override SessionStore Store { get; } = new InMemorySessionStore();

    protected override SessionStore CreateStore(TimeProvider clock) => new InMemorySessionStore(clock);
}
