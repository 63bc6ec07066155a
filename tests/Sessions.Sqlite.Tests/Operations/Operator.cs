using Microsoft.Extensions.DependencyInjection;
using Sessions.Agents;

namespace Sessions.Sqlite.Tests.Operations;

/// <summary>What whoever runs the store does with it.</summary>
internal static class Operator
{
    public static void Register(IServiceCollection services, string connectionString)
    {
        services.AddAgentSessions()
            .UseSqlite(connectionString, options => options.SynchronousMode = SqliteSynchronousMode.Full)
            .ExpireSessions(SessionExpiration.Sliding(TimeSpan.FromDays(90)))
            .AddSessionPurge(options => options.Interval = TimeSpan.FromHours(1))
            .AddAgent("Guide");
        services.AddHealthChecks().AddSessionStore();
    }

    public static async Task BackUpAsync(SessionStore registered, string path)
    {
        var store = (SqliteSessionStore)registered;
        await store.BackupAsync(path);
        await using var copy = new SqliteSessionStore($"Data Source={path}");
        if (await copy.CheckIntegrityAsync() is [_, ..] wrong)
        {
            throw new InvalidDataException(string.Join('\n', wrong));
        }
    }

    public static async Task EraseSessionAsync(AIAgent agent) =>
        await agent.DeleteSessionAsync(new SessionKey("acme", "alice-42"));

    public static async Task EraseOwnerAsync(AIAgent agent) =>
        await agent.DeleteSessionsAsync(new SessionQuery { Tenant = "acme", Owner = "alice" });

    public static async Task EraseTenantAsync(AIAgent agent) =>
        await agent.DeleteSessionsAsync(SessionQuery.All("acme"));

    public static async Task<List<SessionSummary>> SearchAsync(AIAgent agent) =>
        await agent.ListSessionsAsync(new SessionQuery { Tenant = "acme", Text = "refund invoice" }).ToListAsync();

    public static async Task GiveBackAsync(SqliteSessionStore store) =>
        await store.CompactAsync();

    public static async Task RewriteAsync(SqliteSessionStore store) =>
        await store.VacuumAsync();
}
