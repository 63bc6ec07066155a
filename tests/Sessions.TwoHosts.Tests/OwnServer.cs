using Npgsql;
using Sessions.TwoHosts.Tests;

[assembly: AssemblyFixture(typeof(OwnServer))]

namespace Sessions.TwoHosts.Tests;

/// <summary>
/// The server of all tests, each of which has a database of its own. Where PostgreSQL is not installed they are skipped, but not in continuous
/// integration, which has to install it.
/// </summary>
public sealed class OwnServer : IAsyncLifetime
{
    private static PostgresServer? _server;
    private static int _databases;

    /// <summary>Skips a test where there can be no server; in continuous integration it fails.</summary>
    public static void SkipIfMissing()
    {
        Assert.SkipWhen(_server is null && Environment.GetEnvironmentVariable("CI") is null or "", PostgresServer.Missing ?? "");
        if (_server is null)
        {
            throw new InvalidOperationException(PostgresServer.Missing);
        }
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public static async Task<string> CreateDatabaseAsync()
    {
        SkipIfMissing();
        var name = $"d{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync(_server!.ConnectionString, $"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Database = name, Pooling = false }.ConnectionString;
    }

    /// <summary>Runs statements.</summary>
    /// <returns>The rows of the first, as text.</returns>
    public static async Task<List<string>> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount).Select(column => reader.GetValue(column))));
        }

        return rows;
    }

    public async ValueTask InitializeAsync()
    {
        if (PostgresServer.Missing is null)
        {
            _server = await PostgresServer.StartAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await _server.DisposeAsync();
        }
    }
}
