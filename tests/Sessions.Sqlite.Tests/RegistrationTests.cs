using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Sessions.Sqlite.Tests;

public sealed class RegistrationTests : IDisposable
{
    private readonly DatabaseFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task UseSqlite_registers_one_store()
    {
        var services = new ServiceCollection();
        services.AddAgentSessions().UseSqlite(_file.ConnectionString);
        await using var provider = services.BuildServiceProvider();

        var store = provider.GetRequiredService<SessionStore>();
        Assert.IsType<SqliteSessionStore>(store);
        Assert.Same(store, provider.CreateScope().ServiceProvider.GetRequiredService<SessionStore>());
        await store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(new SessionKey("s")) });
        Assert.True(File.Exists(_file.Path));
    }

    [Theory]
    [InlineData("absent/directory/sessions.db", "does not exist")]
    [InlineData(".", "cannot be opened")]
    public async Task A_path_that_cannot_be_used_is_found_when_the_host_starts_and_by_the_health_check(string path, string reason)
    {
        var services = new ServiceCollection().AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddAgentSessions().UseSqlite($"Data Source={Path.Combine(Path.GetDirectoryName(_file.Path)!, path)}");
        services.AddHealthChecks().AddSessionStore();
        await using var provider = services.BuildServiceProvider(validateScopes: true);

        var error = await Assert.ThrowsAsync<SessionStoreException>(() => provider.GetServices<IHostedService>().First().StartAsync(TestContext.Current.CancellationToken));
        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.Contains(reason, report.Entries["session_store"].Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_can_be_used_is_healthy_until_it_is_gone()
    {
        var services = new ServiceCollection().AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddAgentSessions().UseSqlite(_file.ConnectionString);
        services.AddHealthChecks().AddSessionStore();
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        await provider.GetServices<IHostedService>().First().StartAsync(TestContext.Current.CancellationToken);
        var health = provider.GetRequiredService<HealthCheckService>();

        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(TestContext.Current.CancellationToken)).Status);
        Directory.Delete(Path.GetDirectoryName(_file.Path)!, recursive: true);
        Assert.Equal(HealthStatus.Unhealthy, (await health.CheckHealthAsync(TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public void UseSqlite_refuses_a_bad_connection_string_at_registration() =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddAgentSessions().UseSqlite("Data Source=:memory:"));
}
