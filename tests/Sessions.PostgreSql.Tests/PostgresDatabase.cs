using Npgsql;
using Sessions.PostgreSql.Tests;

[assembly: AssemblyFixture(typeof(PostgresDatabase))]

namespace Sessions.PostgreSql.Tests;

/// <summary>
/// The database of all tests, on a server of their own; each uses schemas of its own. Where PostgreSQL is not installed they are skipped, but not
/// in continuous integration, which has to install it.
/// </summary>
public sealed class PostgresDatabase : IAsyncLifetime
{
    private static PostgresServer? s_server;
    private static int s_schemas;

    /// <summary>The connection string of the server's database.</summary>
    public static string ConnectionString
    {
        get
        {
            Assert.SkipWhen(s_server is null && Environment.GetEnvironmentVariable("CI") is null or "", PostgresServer.Missing ?? "");
            return s_server?.ConnectionString ?? throw new InvalidOperationException(PostgresServer.Missing);
        }
    }

    /// <summary>The name of a schema that nobody has used.</summary>
    public static string NewSchema() => $"s{Interlocked.Increment(ref s_schemas)}";

    /// <summary>Runs a statement.</summary>
    /// <returns>The first column of the first row.</returns>
    public static async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask InitializeAsync()
    {
        if (PostgresServer.Missing is null)
        {
            s_server = await PostgresServer.StartAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (s_server is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await s_server.DisposeAsync();
        }
    }
}
