using System.Runtime.CompilerServices;
using Sessions.Testing;

namespace Sessions.Sqlite.Tests;

/// <summary>The SQLite store is a store: each case has a file of its own.</summary>
public sealed class ConformanceTests
{
    private static readonly ConditionalWeakTable<SessionStore, OwnFile> Files = [];

    private static readonly IReadOnlyList<ConformanceCase> Cases = SessionStoreConformance.Cases(CreateAsync, Capabilities, ReopenAsync);

    private const SessionStoreCapabilities Capabilities = SessionStoreCapabilities.TextSearch;

    public static TheoryData<string> Names { get; } = [.. Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task The_store_passes(string name) => Cases.Single(one => one.Name == name).RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public Task The_store_agrees_with_the_model_over_a_long_random_sequence() => SessionStoreConformance
        .Cases(CreateAsync, Capabilities, ReopenAsync, randomSteps: TestScale.Of(10_000), seed: 7)
        .Single(one => one.Name.Contains("random", StringComparison.OrdinalIgnoreCase)).RunAsync(TestContext.Current.CancellationToken);

    private static Task<SessionStore> CreateAsync(TimeProvider clock)
    {
        var file = new DatabaseFile();
        var store = new SqliteSessionStore(file.ConnectionString, clock);
        Files.Add(store, new OwnFile(file, clock));
        return Task.FromResult<SessionStore>(store);
    }

    private static Task<SessionStore> ReopenAsync(SessionStore store) =>
        Task.FromResult<SessionStore>(Files.TryGetValue(store, out var own) ? new SqliteSessionStore(own.File.ConnectionString, own.Clock) : throw new InvalidOperationException("It is not one of these."));

    /// <summary>The file of a store, which goes when nobody has the store any more.</summary>
    private sealed class OwnFile(DatabaseFile file, TimeProvider clock)
    {
        public DatabaseFile File => file;

        public TimeProvider Clock => clock;

        ~OwnFile() => file.Dispose();
    }
}
