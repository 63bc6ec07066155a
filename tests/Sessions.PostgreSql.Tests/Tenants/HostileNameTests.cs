namespace Sessions.PostgreSql.Tests.Tenants;

/// <summary>Whatever sessions and tenants are called, each name reaches its own rows.</summary>
public sealed class HostileNameTests : IDisposable
{
    private readonly OwnSchemaStores _stores = new();

    public void Dispose() => _stores.Dispose();

    [Fact]
    public async Task Each_reaches_its_own_and_its_erasure_takes_no_other()
    {
        var store = _stores.CreateStore();
        var sessions = new HostileSessions(_ => store);
        Assert.Equal(HostileNames.Count, HostileSessions.Keys.Count);
        await sessions.CreateAsync();
        for (var at = 0; at < HostileNames.Count; at++)
        {
            await sessions.AssertAsync(at);
        }

        for (var at = 0; at < HostileNames.Count; at += 5)
        {
            await sessions.ForkAsync(at);
        }

        var left = HostileSessions.Keys.Index().ToList();
        foreach (var key in HostileSessions.Keys.Where((_, at) => at % 2 == 0))
        {
            Assert.True(await store.DeleteAsync(key, TestContext.Current.CancellationToken));
            left.RemoveAll(one => one.Item == key);
        }

        foreach (var tenant in HostileSessions.Keys.Select(key => key.Tenant).Distinct(StringComparer.Ordinal))
        {
            await sessions.AssertTenantAsync(tenant, left.Select(one => one.Item));
        }

        foreach (var (at, _) in left)
        {
            await sessions.AssertAsync(at);
        }

        foreach (var tenant in HostileSessions.Keys.Select(key => key.Tenant).Distinct(StringComparer.Ordinal))
        {
            var count = left.RemoveAll(one => one.Item.Tenant == tenant);
            Assert.Equal(count, await store.DeleteSessionsAsync(SessionQuery.All(tenant), TestContext.Current.CancellationToken));
            Assert.Equal((long)left.Count, await PostgresDatabase.ExecuteAsync($"SELECT count(*) FROM {_stores.LastSchema}.turns"));
        }
    }
}
