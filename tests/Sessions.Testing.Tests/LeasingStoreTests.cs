namespace Sessions.Testing.Tests;

/// <summary>The cases of leases can be passed, and each fails where a store gets it wrong.</summary>
public class LeasingStoreTests
{
    private static readonly IReadOnlyList<ConformanceCase> Cases = CasesOf(clock => new LeasingStore(new InMemorySessionStore(clock), new LeaseTable(TimeProvider.System)));

    public static TheoryData<string> Names { get; } = [.. Cases.Select(one => one.Name).Where(name => name.StartsWith("Leases: ", StringComparison.Ordinal) || name == "Sessions: a store says what it can do")];

    [Theory]
    [MemberData(nameof(Names))]
    public Task It_keeps_leases(string name) => Cases.Single(one => one.Name == name).RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_store_that_grants_everything_fails_them()
    {
        var cases = CasesOf(clock => new GrantsEverything(new InMemorySessionStore(clock)));

        foreach (var one in cases.Where(one => one.Name.StartsWith("Leases: ", StringComparison.Ordinal) && !one.Name.Contains("reads what an opening", StringComparison.Ordinal)))
        {
            await Assert.ThrowsAsync<ConformanceException>(() => one.RunAsync(TestContext.Current.CancellationToken));
        }
    }

    private static IReadOnlyList<ConformanceCase> CasesOf(Func<TimeProvider, SessionStore> create) =>
        SessionStoreConformance.Cases(clock => Task.FromResult(create(clock)), SessionStoreCapabilities.Leases);

    private sealed class GrantsEverything(SessionStore inner) : MinimalStore(inner)
    {
        public override SessionStoreCapabilities Capabilities => SessionStoreCapabilities.Leases;
    }
}
