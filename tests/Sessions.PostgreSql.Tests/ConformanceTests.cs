using Sessions.Testing;

namespace Sessions.PostgreSql.Tests;

/// <summary>The PostgreSQL store is a store: each case has a schema of its own.</summary>
public sealed class ConformanceTests
{
    private static readonly IReadOnlyList<ConformanceCase> Cases = SessionStoreConformance.Cases(CreateAsync, Capabilities, ReopenAsync);

    private const SessionStoreCapabilities Capabilities = SessionStoreCapabilities.TextSearch | SessionStoreCapabilities.Leases;

    public static TheoryData<string> Names { get; } = [.. Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task The_store_passes(string name) => Cases.Single(one => one.Name == name).RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public Task The_store_agrees_with_the_model_over_a_long_random_sequence() => SessionStoreConformance
        .Cases(CreateAsync, Capabilities, ReopenAsync, randomSteps: TestScale.Of(10_000), seed: 7)
        .Single(one => one.Name.Contains("random", StringComparison.OrdinalIgnoreCase)).RunAsync(TestContext.Current.CancellationToken);

    private static Task<SessionStore> CreateAsync(TimeProvider clock) => Task.FromResult<SessionStore>(OwnSchemaStore.Create(clock));

    private static Task<SessionStore> ReopenAsync(SessionStore store) => Task.FromResult<SessionStore>(((OwnSchemaStore)store).Reopened());
}
