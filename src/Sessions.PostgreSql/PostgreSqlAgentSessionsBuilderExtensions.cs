using Npgsql;
using Sessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the PostgreSQL store.</summary>
public static class PostgreSqlAgentSessionsBuilderExtensions
{
    /// <summary>Keeps the sessions of the registered agents in a PostgreSQL database.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">A connection string of Npgsql, such as <c>Host=db;Database=app;Username=app</c>.</param>
    /// <param name="configure">Says how the database is used.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The connection string is malformed, or the schema's name is not one.</exception>
    public static AgentSessionsBuilder UsePostgreSql(this AgentSessionsBuilder builder, string connectionString, Action<PostgreSqlSessionStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var store = new PostgreSqlSessionStore(connectionString, Configured(configure));

        // Made by the container, as far as it is concerned, which closes it therefore.
        builder.Services.AddSingleton<SessionStore>(_ => store);
        return builder;
    }

    /// <summary>Keeps the sessions of the registered agents in a PostgreSQL database.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="dataSource">Opens the connections. It stays open when the store is disposed.</param>
    /// <param name="configure">Says how the database is used.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The schema's name is not one.</exception>
    public static AgentSessionsBuilder UsePostgreSql(this AgentSessionsBuilder builder, NpgsqlDataSource dataSource, Action<PostgreSqlSessionStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var store = new PostgreSqlSessionStore(dataSource, Configured(configure));
        builder.Services.AddSingleton<SessionStore>(_ => store);
        return builder;
    }

    /// <summary>Keeps the sessions of the registered agents in the PostgreSQL database of the registered <see cref="NpgsqlDataSource"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Says how the database is used.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The schema's name is not one.</exception>
    public static AgentSessionsBuilder UsePostgreSql(this AgentSessionsBuilder builder, Action<PostgreSqlSessionStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = Configured(configure);
        builder.Services.AddSingleton<SessionStore>(services => new PostgreSqlSessionStore(services.GetRequiredService<NpgsqlDataSource>(), options));
        return builder;
    }

    private static PostgreSqlSessionStoreOptions Configured(Action<PostgreSqlSessionStoreOptions>? configure)
    {
        var options = new PostgreSqlSessionStoreOptions();
        configure?.Invoke(options);
        return options;
    }
}
