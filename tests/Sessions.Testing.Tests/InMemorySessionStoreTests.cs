namespace Sessions.Testing.Tests;

/// <summary>The store in memory does all that a store must.</summary>
public class InMemorySessionStoreTests
{
    private static readonly IReadOnlyList<ConformanceCase> Cases = SessionStoreConformance.Cases(clock => Task.FromResult<SessionStore>(new InMemorySessionStore(clock)));

    public static TheoryData<string> Names { get; } = [.. Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task It_is_a_store(string name) => Cases.Single(one => one.Name == name).RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public async Task Long_random_sequences_agree_with_the_model()
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var cases = SessionStoreConformance.Cases(clock => Task.FromResult<SessionStore>(new InMemorySessionStore(clock)), randomSteps: TestScale.Of(10_000) * 2, seed: seed);
            await cases.Single(one => one.Name.StartsWith("Random:", StringComparison.Ordinal)).RunAsync(TestContext.Current.CancellationToken);
        }
    }
}
