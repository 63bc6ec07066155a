namespace Sessions.Testing.Tests.Guide;

/// <summary>Stands in for a store of the reader's own.</summary>
internal sealed class MyStore(TimeProvider clock) : DelegatingSessionStore(new InMemorySessionStore(clock));

public class MyStoreTests
{
    private static readonly IReadOnlyList<ConformanceCase> Cases = SessionStoreConformance.Cases(
        clock => Task.FromResult<SessionStore>(new MyStore(clock)));

    public static TheoryData<string> Names { get; } = [.. Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task It_is_a_store(string name) => Cases.Single(one => one.Name == name).RunAsync();
}

public class LongRunTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Long_sequences_agree_with_the_model(int seed)
    {
        IReadOnlyList<ConformanceCase> cases = SessionStoreConformance.Cases(
            clock => Task.FromResult<SessionStore>(new MyStore(clock)), randomSteps: 2_000, seed: seed);

        await cases.Single(one => one.Name.StartsWith("Random: ", StringComparison.Ordinal)).RunAsync();
    }
}
