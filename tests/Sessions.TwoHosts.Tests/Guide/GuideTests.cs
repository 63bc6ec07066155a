using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Sessions.Agents;
using Sessions.Storage;

namespace Sessions.TwoHosts.Tests.Guide;

/// <summary>What the guide to many hosts shows does what it says.</summary>
public sealed class GuideTests
{
    private static readonly SessionKey Alice = new("acme", "alice-42");

    [Fact]
    public async Task What_is_registered_answers_and_is_healthy()
    {
        var database = await OwnServer.CreateDatabaseAsync();
        await using (var services = Services(services => Registration.Register(services, database)))
        {
            Assert.Equal("answer 1", (await TalkAsync(services)).Text);
            Assert.Equal(HealthStatus.Healthy, (await services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status);
        }

        await using var other = Services(services => Registration.RegisterWithSource(services, database));
        var repeated = await TalkAsync(other);
        Assert.Equal("answer 1", repeated.Text);
        Assert.Single(await OwnServer.ExecuteAsync(database, Statements.Versions));
    }

    [Fact]
    public async Task Hosts_with_leases_wait_for_each_other()
    {
        var database = await OwnServer.CreateDatabaseAsync();
        await using var one = Services(services => Registration.RegisterLeased(services, database));
        await using var other = Services(services => Registration.RegisterLeased(services, database));
        await TalkAsync(one);
        AIAgent[] agents = [one.GetRequiredKeyedService<AIAgent>("Guide"), other.GetRequiredKeyedService<AIAgent>("Guide")];
        var sessions = await Task.WhenAll(agents.Select(async agent => await agent.GetSessionAsync(Alice)));

        await Task.WhenAll(Enumerable.Range(0, 10).Select(number => agents[number % 2].RunAsync($"{number}", sessions[number % 2])));

        Assert.Equal(11, (await agents[0].GetSessionAsync(Alice)).Revision);
    }

    [Fact]
    public async Task A_user_with_the_rights_of_the_guide_can_do_all_that_the_store_does()
    {
        var (database, app) = await DatabaseWithRoleAsync();
        await using var services = Services(services => Registration.RegisterWithoutRights(services, app));
        await TalkAsync(services);
        var agent = services.GetRequiredKeyedService<AIAgent>("Guide");
        var session = await agent.GetSessionAsync(Alice);
        await agent.RunAsync("And now?", session);
        await agent.UpdateDetailsAsync(session, details => details with { Title = "A talk" });
        var fork = await agent.ForkSessionAsync(session);
        await agent.RewindSessionAsync(session, turn: 1);

        Assert.Equal(2, await agent.ListSessionsAsync(new SessionQuery { Tenant = "acme", Text = "hello" }).CountAsync());
        Assert.True(await agent.DeleteSessionAsync(fork.Key));
        Assert.Equal(0, await services.GetRequiredService<SessionStore>().PurgeAsync(100));
        Assert.Equal(1, await agent.DeleteSessionsAsync(SessionQuery.All("acme")));
        Assert.Empty(await OwnServer.ExecuteAsync(database, "SELECT * FROM sessions.turns"));
        await Assert.ThrowsAsync<PostgresException>(() => OwnServer.ExecuteAsync(app, "DROP TABLE sessions.turns"));
    }

    [Fact]
    public async Task With_row_level_security_a_connection_reaches_the_rows_of_its_tenant_alone()
    {
        var (database, app) = await DatabaseWithRoleAsync();
        await OwnServer.ExecuteAsync(database, Statements.RowSecurity);
        await using var acme = Registration.StoreOf("acme", app);
        await using var other = Registration.StoreOf("other", app);
        var agent = new ScriptedModel().AsAIAgent(new ChatClientAgentOptions { Name = "Guide", SessionStore = acme });
        await agent.RunAsync("Hello.", await agent.GetSessionAsync(Alice), new AgentRunOptions { TurnKey = "1" });

        Assert.NotNull(await acme.LoadAsync(Alice));
        Assert.Null(await other.LoadAsync(Alice));
        Assert.False(await other.DeleteAsync(Alice));
        var foreign = new ScriptedModel().AsAIAgent(new ChatClientAgentOptions { Name = "Guide", SessionStore = other });
        await Assert.ThrowsAsync<SessionStoreException>(async () => await foreign.RunAsync("Hello.", await foreign.GetSessionAsync(new SessionKey("acme", "new"))));
        await Assert.ThrowsAsync<PostgresException>(() => OwnServer.ExecuteAsync(app, "SELECT * FROM sessions.turns"));
        Assert.Single(await OwnServer.ExecuteAsync(database, "SELECT * FROM sessions.turns"));
    }

    [Fact]
    public async Task Its_statements_show_what_is_there()
    {
        var database = await OwnServer.CreateDatabaseAsync();
        await using var services = Services(services => Registration.Register(services, database));
        await TalkAsync(services);

        Assert.Equal(["1 r-1 user Hello.", "1 r-1 assistant answer 1"], await OwnServer.ExecuteAsync(database, Statements.Conversation));
        Assert.StartsWith("acme 1 ", Assert.Single(await OwnServer.ExecuteAsync(database, Statements.Tenants)), StringComparison.Ordinal);
        Assert.Contains(await OwnServer.ExecuteAsync(database, Statements.Sizes), row => row.StartsWith("turns ", StringComparison.Ordinal));
        await OwnServer.ExecuteAsync(database, Statements.Empty);
    }

    [Fact]
    public async Task A_dump_of_the_schema_is_a_backup()
    {
        var database = await OwnServer.CreateDatabaseAsync();
        await using (var services = Services(services => Registration.Register(services, database)))
        {
            await TalkAsync(services);
        }

        var copy = await OwnServer.CreateDatabaseAsync();
        var file = Path.GetTempFileName();
        (await CommandLine.RunAsync(".", "pg_dump", "--schema=sessions", "--format=custom", $"--file={file}", UriOf(database))).OrThrow();
        (await CommandLine.RunAsync(".", "pg_restore", $"--dbname={UriOf(copy)}", file)).OrThrow();
        File.Delete(file);

        await using var restored = Services(services => Registration.Register(services, copy));
        Assert.Equal("answer 1", (await TalkAsync(restored)).Text);
        Assert.Equal(1, (await restored.GetRequiredService<SessionStore>().LoadAsync(Alice))!.Head.TurnCount);
    }

    [Fact]
    public void Every_snippet_is_what_is_tested() =>
        Assert.InRange(PageSnippets.ThrowIfNotFrom("docs/guides/many-hosts.md", "tests/Sessions.TwoHosts.Tests/Guide", "samples/TwoHosts"), 8, int.MaxValue);

    private static ServiceProvider Services(Action<IServiceCollection> register)
    {
        var services = new ServiceCollection().AddSingleton(typeof(ILogger<>), typeof(NullLogger<>)).AddSingleton<IChatClient>(new ScriptedModel());
        register(services);
        return services.BuildServiceProvider(validateScopes: true);
    }

    private static async Task<AgentResponse> TalkAsync(ServiceProvider services)
    {
        var agent = services.GetRequiredKeyedService<AIAgent>("Guide");
        return await Registration.AnswerAsync(agent, await agent.GetSessionAsync(Alice), "Hello.", requestId: "r-1");
    }

    /// <summary>A database that the script was run in, and the connection string of a user who may use it. Roles are the server's: each database has another.</summary>
    private static async Task<(string Owner, string App)> DatabaseWithRoleAsync()
    {
        var database = await OwnServer.CreateDatabaseAsync();
        await OwnServer.ExecuteAsync(database, PostgreSqlSessionStore.GetSchemaScript());
        await OwnServer.ExecuteAsync(database, "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') THEN CREATE ROLE app LOGIN; END IF; END $$");
        await OwnServer.ExecuteAsync(database, Statements.Rights.Replace("CREATE ROLE app LOGIN;", "", StringComparison.Ordinal));
        return (database, new NpgsqlConnectionStringBuilder(database) { Username = "app" }.ConnectionString);
    }

    private static string UriOf(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        return $"postgresql://{settings.Username}@{settings.Host}:{settings.Port}/{settings.Database}";
    }
}
