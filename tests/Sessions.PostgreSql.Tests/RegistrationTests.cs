using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Sessions.PostgreSql.Tests;

public sealed class RegistrationTests : IDisposable
{
    private readonly string _schema = TestSchemas.Rent();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => TestSchemas.Return(_schema);

    [Theory]
    [InlineData("a connection string")]
    [InlineData("a data source")]
    [InlineData("the registered data source")]
    public async Task UsePostgreSql_registers_one_store_that_is_healthy_until_the_server_is_gone(string by)
    {
        await using var proxy = new ServerProxy(PostgresDatabase.Server.Port);
        var connectionString = $"Host=127.0.0.1;Port={proxy.Port};Username=postgres;Database=postgres;Timeout=2";
        await using var source = NpgsqlDataSource.Create(connectionString);
        var services = new ServiceCollection().AddSingleton(typeof(ILogger<>), typeof(NullLogger<>)).AddSingleton(source);
        Register(services.AddAgentSessions(), by, connectionString, source);
        services.AddHealthChecks().AddSessionStore();
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        await provider.GetServices<IHostedService>().First().StartAsync(Token);
        var health = provider.GetRequiredService<HealthCheckService>();

        var store = provider.GetRequiredService<SessionStore>();
        Assert.IsType<PostgreSqlSessionStore>(store);
        Assert.Same(store, provider.CreateScope().ServiceProvider.GetRequiredService<SessionStore>());
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(Token)).Status);
        Assert.Equal(1L, await PostgresDatabase.ExecuteAsync($"SELECT count(*) FROM {_schema}.versions"));
        await proxy.DisposeAsync();
        var report = await health.CheckHealthAsync(Token);
        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.Contains("cannot be reached", report.Entries["session_store"].Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_found_when_the_host_starts()
    {
        var services = new ServiceCollection().AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddAgentSessions().UsePostgreSql("Host=127.0.0.1;Port=1;Username=postgres;Database=postgres");
        await using var provider = services.BuildServiceProvider(validateScopes: true);

        var error = await Assert.ThrowsAsync<SessionStoreException>(() => provider.GetServices<IHostedService>().First().StartAsync(Token));

        Assert.Contains("The server localhost:1/postgres (sessions) cannot be reached", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=db;No such option=1", "sessions")]
    [InlineData("", "sessions")]
    [InlineData("Host=db", "1st")]
    [InlineData("Host=db", "")]
    [InlineData("Host=db", "sessions; DROP TABLE x")]
    public void UsePostgreSql_refuses_what_cannot_be_at_registration(string connectionString, string schema) =>
        Assert.ThrowsAny<ArgumentException>(() => new ServiceCollection().AddAgentSessions().UsePostgreSql(connectionString, options => options.Schema = schema));

    private void Register(AgentSessionsBuilder builder, string by, string connectionString, NpgsqlDataSource source) => _ = by switch
    {
        "a connection string" => builder.UsePostgreSql(connectionString, options => options.Schema = _schema),
        "a data source" => builder.UsePostgreSql(source, options => options.Schema = _schema),
        _ => builder.UsePostgreSql(options => options.Schema = _schema),
    };
}
