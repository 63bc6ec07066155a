using Sessions.Storage;
using Sessions.Testing;

namespace Sessions.TwoHosts.Tests.Guide;

/// <summary>Where the tables are partitioned by the tenant, the store does what it does elsewhere.</summary>
public sealed class PartitionTests
{
    /// <summary>A case of each kind.</summary>
    public static TheoryData<string> Names { get; } = [.. Cases("").Select(one => one.Name).Where(name => !name.Contains("300", StringComparison.Ordinal)).DistinctBy(name => name.Split(':')[0])];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_store_passes(string name)
    {
        var database = await OwnServer.CreateDatabaseAsync();
        await OwnServer.ExecuteAsync(database, Partitions.Script("sessions", 4));
        await Cases(database).Single(one => one.Name == name).RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Each_table_of_what_is_kept_is_in_parts()
    {
        var database = await OwnServer.CreateDatabaseAsync();
        await OwnServer.ExecuteAsync(database, Partitions.Script("sessions", 4));

        var whole = await OwnServer.ExecuteAsync(database, "SELECT relname FROM pg_class WHERE relnamespace = 'sessions'::regnamespace AND relkind = 'r' AND NOT relispartition ORDER BY relname");
        Assert.Equal(["leases", "versions"], whole);
    }

    private static IReadOnlyList<ConformanceCase> Cases(string database) => SessionStoreConformance.Cases(
        clock => Task.FromResult<SessionStore>(new PostgreSqlSessionStore(database.Replace("Pooling=False", "Maximum Pool Size=4", StringComparison.Ordinal), new PostgreSqlSessionStoreOptions { CreateSchema = false, TimeProvider = clock })),
        SessionStoreCapabilities.TextSearch | SessionStoreCapabilities.Leases,
        randomSteps: 300);
}
