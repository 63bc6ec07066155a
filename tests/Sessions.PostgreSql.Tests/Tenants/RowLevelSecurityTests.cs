using Npgsql;

namespace Sessions.PostgreSql.Tests.Tenants;

/// <summary>Row-level security keeps tenants apart in the server too, where each has connections of its own.</summary>
public sealed class RowLevelSecurityTests : IAsyncLifetime
{
    /// <summary>As the guide has it: run once, by the owner of the schema, after it was made.</summary>
    internal const string Script = """
        CREATE ROLE app LOGIN;
        GRANT USAGE ON SCHEMA sessions TO app;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA sessions TO app;

        DO $$
        DECLARE kept regclass;
        BEGIN
          FOR kept IN
            SELECT c.oid FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
            WHERE c.relnamespace = 'sessions'::regnamespace AND c.relkind = 'r' AND a.attname = 'tenant'
          LOOP
            EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', kept);
            EXECUTE format('CREATE POLICY own_tenant ON %s TO app USING (tenant = current_setting(''sessions.tenant''))', kept);
          END LOOP;
        END
        $$;
        """;

    private readonly string _schema = TestSchemas.New();
    private readonly Dictionary<string, NpgsqlDataSource> _sources = new(StringComparer.Ordinal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Role => $"app_of_{_schema}";

    public async ValueTask InitializeAsync()
    {
        await new PostgreSqlSessionStore(PostgresDatabase.DataSource, new PostgreSqlSessionStoreOptions { Schema = _schema }).InitializeAsync(Token);
        await PostgresDatabase.ExecuteAsync(Script
            .Replace("SCHEMA sessions", $"SCHEMA {_schema}", StringComparison.Ordinal)
            .Replace("'sessions'", $"'{_schema}'", StringComparison.Ordinal)
            .Replace(" app ", $" {Role} ", StringComparison.Ordinal).Replace(" app;", $" {Role};", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sources.Values)
        {
            await source.DisposeAsync();
        }

        await PostgresDatabase.ExecuteAsync($"DROP SCHEMA {_schema} CASCADE; DROP ROLE {Role}");
    }

    [Fact]
    public async Task Each_tenant_reaches_its_own_sessions_and_can_do_all_with_them()
    {
        var sessions = new HostileSessions(StoreOf);
        await sessions.CreateAsync();
        for (var at = 0; at < HostileNames.Count; at++)
        {
            await sessions.AssertAsync(at);
        }

        for (var at = 0; at < HostileNames.Count; at += 5)
        {
            await sessions.ForkAsync(at);
        }

        var left = HostileSessions.Keys.Count;
        foreach (var tenant in HostileSessions.Keys.GroupBy(key => key.Tenant, StringComparer.Ordinal))
        {
            await sessions.AssertTenantAsync(tenant.Key, HostileSessions.Keys);
            Assert.Equal(tenant.Count(), await StoreOf(tenant.Key).DeleteSessionsAsync(SessionQuery.All(tenant.Key), Token));
            left -= tenant.Count();
            Assert.Equal((long)left, await PostgresDatabase.ExecuteAsync($"SELECT count(*) FROM {_schema}.turns"));
        }
    }

    [Fact]
    public async Task A_store_on_the_connections_of_one_tenant_reaches_nothing_of_another()
    {
        var sessions = new HostileSessions(StoreOf);
        await sessions.CreateAsync();
        for (var at = 0; at < HostileNames.Count; at++)
        {
            var key = HostileSessions.Keys[at];
            var foreign = StoreOf(HostileSessions.Keys.First(other => other.Tenant != key.Tenant).Tenant);
            Assert.Null(await foreign.LoadAsync(key, Token));
            Assert.Empty((await foreign.ReadTurnsAsync(key, new TurnRange { ThroughTurn = 1, AllBranches = true }, Token)).Turns);
            Assert.Empty(await foreign.ListAsync(SessionQuery.All(key.Tenant)).ToListAsync(Token));
            Assert.False(await foreign.DeleteAsync(key, Token));
            Assert.Equal(0, await foreign.DeleteSessionsAsync(SessionQuery.All(key.Tenant), Token));
            await Assert.ThrowsAsync<SessionStoreException>(async () => await foreign.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(new SessionKey(key.Tenant, "new")) }, Token));
        }

        var tenant = HostileSessions.Keys[0].Tenant;
        await using (var count = _sources[tenant].CreateCommand($"SELECT count(*) FROM {_schema}.turns"))
        {
            Assert.Equal((long)HostileSessions.Keys.Count(key => key.Tenant == tenant), await count.ExecuteScalarAsync(Token));
        }

        for (var at = 0; at < HostileNames.Count; at++)
        {
            await sessions.AssertAsync(at);
        }
    }

    /// <summary>The store of a tenant, whose connections are set to the tenant when they are opened. Nothing takes that back when they return to the pool.</summary>
    private PostgreSqlSessionStore StoreOf(string tenant)
    {
        if (!_sources.TryGetValue(tenant, out var source))
        {
            // A tenant of more than 200 characters is kept by its beginning and a hash.
            var setting = BoundedText.Of(tenant);
            var builder = new NpgsqlDataSourceBuilder(
                PostgresDatabase.Server.ConnectionString.Replace("Username=postgres", $"Username={Role}", StringComparison.Ordinal) + ";No Reset On Close=true;Maximum Pool Size=1");
            builder.UsePhysicalConnectionInitializer(connection => SetTenant(connection, setting), connection => Task.Run(() => SetTenant(connection, setting)));
            _sources.Add(tenant, source = builder.Build());
        }

        return new PostgreSqlSessionStore(source, new PostgreSqlSessionStoreOptions { Schema = _schema, CreateSchema = false });
    }

    private static void SetTenant(NpgsqlConnection connection, string tenant)
    {
        using var command = new NpgsqlCommand("SELECT set_config('sessions.tenant', $1, false)", connection) { Parameters = { new() { Value = tenant } } };
        command.ExecuteNonQuery();
    }
}
