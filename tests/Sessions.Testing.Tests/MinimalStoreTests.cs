namespace Sessions.Testing.Tests;

/// <summary>What the base class makes of a store's own operations is right.</summary>
public class MinimalStoreTests
{
    private static readonly IReadOnlyList<ConformanceCase> Cases = SessionStoreConformance.Cases(clock => Task.FromResult<SessionStore>(new MinimalStore(new InMemorySessionStore(clock))));

    public static TheoryData<string> Names { get; } = [.. Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task The_defaults_are_right(string name) => Cases.Single(one => one.Name == name).RunAsync(TestContext.Current.CancellationToken);
}
