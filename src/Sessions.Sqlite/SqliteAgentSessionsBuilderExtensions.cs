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
        return builder.UseSqlite(connectionString, static _ => { });
    }

    /// <summary>Keeps the sessions of the registered agents in a SQLite database.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">A connection string of Microsoft.Data.Sqlite, such as <c>Data Source=sessions.db</c>.</param>
    /// <param name="configure">Says how the file is used.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The connection string is malformed, or names a database in memory.</exception>
    public static AgentSessionsBuilder UseSqlite(this AgentSessionsBuilder builder, string connectionString, Action<SqliteSessionStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new SqliteSessionStoreOptions();
        configure(options);
        var store = new SqliteSessionStore(connectionString, options);

        // Made by the container, as far as it is concerned, which closes it therefore.
        builder.Services.AddSingleton<SessionStore>(_ => store);
        return builder;
    }
}
