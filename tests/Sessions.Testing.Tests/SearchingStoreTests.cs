namespace Sessions.Testing.Tests;

/// <summary>The cases of text search can be passed.</summary>
public class SearchingStoreTests
{
    private static readonly IReadOnlyList<ConformanceCase> Cases = SessionStoreConformance.Cases(
        clock => Task.FromResult<SessionStore>(new SearchingStore(new InMemorySessionStore(clock))), SessionStoreCapabilities.TextSearch);

    public static TheoryData<string> Names { get; } = [.. Cases.Select(one => one.Name).Where(name => name.StartsWith("Text: ", StringComparison.Ordinal) || name == "Sessions: a store says what it can do")];

    [Theory]
    [MemberData(nameof(Names))]
    public Task It_finds_words(string name) => Cases.Single(one => one.Name == name).RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_store_that_does_not_search_fails_them()
    {
        var cases = SessionStoreConformance.Cases(() => Task.FromResult<SessionStore>(new InMemorySessionStore()), SessionStoreCapabilities.TextSearch);

        await Assert.ThrowsAsync<ConformanceException>(() => cases.Single(one => one.Name == "Sessions: a store says what it can do").RunAsync(TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ConformanceException>(() => cases.Single(one => one.Name == "Text: sessions are found by all of the words in their messages").RunAsync(TestContext.Current.CancellationToken));
    }
}
