namespace Sessions.Tests.Turns;

/// <inheritdoc/>
public class OneLocationTests : TestKit.OneLocationTests
{
    [Theory]
    [InlineData("one is decorated")]
    [InlineData("both are decorated")]
    [InlineData("one is decorated twice")]
    public Task Decorators_of_a_store_are_that_store(string pair) => CheckAsync(pair);

    [Fact]
    public void Stores_in_memory_are_places_of_their_own() =>
        Assert.NotEqual(new InMemorySessionStore().Location, new InMemorySessionStore().Location);

    protected override (SessionStore One, SessionStore Other) CreateStores(string pair)
    {
        var store = new InMemorySessionStore();
        return pair switch
        {
            "one is decorated" => (store, new CountingStore(store)),
            "both are decorated" => (new CountingStore(store), new InterceptedStore(store)),
            _ => (store, new InterceptedStore(new CountingStore(store))),
        };
    }
}
