using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sessions.Agents;

namespace Sessions.TwoHosts.Tests.Guide;

/// <summary>How a host is told of the database.</summary>
internal static class Registration
{
    public static void Register(IServiceCollection services, string connectionString)
    {
        services.AddAgentSessions()
            .UsePostgreSql(connectionString)
            .AddAgent("Guide");
        services.AddHealthChecks().AddSessionStore();
    }

    public static void RegisterWithSource(IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            NoResetOnClose = true,   // the store leaves nothing with a connection
            MaxAutoPrepare = 20,     // for direct connections, not through PgBouncer
            MaxPoolSize = 20,
        }));
        services.AddAgentSessions().UsePostgreSql().AddAgent("Guide");
    }

    public static void RegisterWithoutRights(IServiceCollection services, string connectionString)
    {
        services.AddAgentSessions()
            .UsePostgreSql(connectionString, options => options.CreateSchema = false)
            .AddAgent("Guide");
    }

    public static void RegisterLeased(IServiceCollection services, string connectionString)
    {
        services.AddAgentSessions()
            .UsePostgreSql(connectionString)
            .AddAgent("Guide", (_, options) => options.SessionLease = new SessionLeaseOptions());
    }

    public static Task<AgentResponse> AnswerAsync(AIAgent agent, AgentSession session, string text, string requestId) =>
        agent.RunAsync(text, session, new AgentRunOptions { TurnKey = requestId, OnConflict = ConflictHandling.Retry });

    public static PostgreSqlSessionStore StoreOf(string tenant, string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Options = $"-c sessions.tenant={tenant}" };
        return new PostgreSqlSessionStore(settings.ConnectionString, new PostgreSqlSessionStoreOptions { CreateSchema = false });
    }
}
