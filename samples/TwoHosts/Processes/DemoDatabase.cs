using Npgsql;

namespace TwoHosts.Processes;

/// <summary>The database of both hosts: a schema of the one that SESSIONS_POSTGRES names, or a private server. It is gone at the end.</summary>
internal sealed class DemoDatabase : IAsyncDisposable
{
    // Each host has connections of its own, and the server's max_connections is 100 by default.
    private const int ConnectionsPerHost = 40;

    private readonly PrivatePostgres? _server;

    private DemoDatabase(string connectionString, PrivatePostgres? server)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = ConnectionsPerHost };
        (ConnectionString, Description, _server) = (settings.ConnectionString, $"PostgreSQL is {settings.Host}:{settings.Port}, the schema {Schema}.", server);
    }

    public string ConnectionString { get; }

    public string Schema { get; } = $"two_hosts_{Environment.ProcessId}";

    public string Description { get; }

    /// <summary>Finds the database, or starts a server.</summary>
    /// <exception cref="DatabaseMissingException">There is none.</exception>
    public static async Task<DemoDatabase> OpenAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable("SESSIONS_POSTGRES") is { Length: > 0 } connectionString)
        {
            return new DemoDatabase(connectionString, server: null);
        }

        PrivatePostgres server = await PrivatePostgres.StartAsync(cancellationToken);
        return new DemoDatabase(server.ConnectionString, server);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
            return;
        }

        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var drop = new NpgsqlCommand($"DROP SCHEMA IF EXISTS {Schema} CASCADE", connection);
        await drop.ExecuteNonQueryAsync();
    }
}
