using Npgsql;

namespace Sessions.PostgreSql.Tests;

/// <summary>A server that a class of tests has to itself, because they do harm to it.</summary>
public sealed class PrivateServer : IAsyncLifetime
{
    /// <summary>More than the tests open at once, and few enough to be opened all.</summary>
    public const int MaxConnections = 24;

    private PostgresServer? _server;

    public PostgresServer Server
    {
        get
        {
            PostgresDatabase.SkipIfMissing();
            return _server!;
        }
    }

    /// <summary>The connection string of a user who is not the owner of the database, and needs a password where one is set.</summary>
    public string AppConnectionString => Server.ConnectionString.Replace("Username=postgres", "Username=app;Password=right", StringComparison.Ordinal);

    /// <summary>Runs a statement, on a connection of its own.</summary>
    /// <returns>The first column of the first row.</returns>
    public async Task<object?> ExecuteAsync(string sql, string? connectionString = null)
    {
        await using var connection = new NpgsqlConnection((connectionString ?? Server.ConnectionString) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask InitializeAsync()
    {
        if (PostgresServer.Missing is null)
        {
            _server = await PostgresServer.StartAsync($"max_connections={MaxConnections}");
            await ExecuteAsync("CREATE ROLE app LOGIN PASSWORD 'right'");
            await File.WriteAllTextAsync(Path.Combine(_server.DataFolder, "pg_hba.conf"), "host all app 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n");
            await ExecuteAsync("SELECT pg_reload_conf()");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
