using Sessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the SQLite store.</summary>
public static class SqliteAgentSessionsBuilderExtensions
{
    /// <summary>Keeps the sessions of the registered agents in a SQLite database.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">A connection string of Microsoft.Data.Sqlite, such as <c>Data Source=sessions.db</c>.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The connection string is malformed, or names a database in memory.</exception>
    public static AgentSessionsBuilder UseSqlite(this AgentSessionsBuilder builder, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<SessionStore>(new SqliteSessionStore(connectionString));
        return builder;
    }
}
