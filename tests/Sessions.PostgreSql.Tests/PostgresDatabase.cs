using Npgsql;
using Sessions.PostgreSql.Tests;

[assembly: AssemblyFixture(typeof(PostgresDatabase))]

namespace Sessions.PostgreSql.Tests;

/// <summary>
/// The database of all tests that do no harm to its server, which is their own; each uses schemas of its own. Where PostgreSQL is not installed they are skipped, but not
/// in continuous integration, which has to install it.
/// </summary>
public sealed class PostgresDatabase : IAsyncLifetime
{
    private static PostgresServer? _server;
    private static NpgsqlDataSource? _dataSource;

    /// <summary>The server.</summary>
    public static PostgresServer Server
    {
        get
        {
            SkipIfMissing();
            return _server!;
        }
    }

    /// <summary>Connections to the database. What stays with one that is given back is not taken from it: nothing does.</summary>
    public static NpgsqlDataSource DataSource
    {
        get
        {
            SkipIfMissing();
            return _dataSource!;
        }
    }

    /// <summary>Skips a test that needs a server where there can be none; in continuous integration it fails.</summary>
    public static void SkipIfMissing()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null && Environment.GetEnvironmentVariable("CI") is null or "", PostgresServer.Missing ?? "");
        if (PostgresServer.Missing is { } missing)
        {
            throw new InvalidOperationException(missing);
        }
    }

    /// <summary>Runs a statement.</summary>
    /// <returns>The first column of the first row.</returns>
    public static async Task<object?> ExecuteAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask InitializeAsync()
    {
        // A worker is told of a server that is there.
        if (PostgresServer.Missing is null && !WorkerProcess.IsHere)
        {
            _server = await PostgresServer.StartAsync("max_connections=300");

            // Each connection parses the functions of each schema: few of them do that seldom.
            _dataSource = NpgsqlDataSource.Create(_server.ConnectionString + ";No Reset On Close=true;Maximum Pool Size=8");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _dataSource!.DisposeAsync();
            await _server.DisposeAsync();
        }
    }
}
