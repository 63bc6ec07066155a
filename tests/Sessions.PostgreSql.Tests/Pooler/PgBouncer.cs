namespace Sessions.PostgreSql.Tests.Pooler;

/// <summary>
/// PgBouncer before the server of all tests, with two connections to it. Where it is not installed the tests are skipped, but not in continuous integration.
/// </summary>
public sealed class PgBouncer : IAsyncLifetime
{
    public const int PoolSize = 2;

    private PgBouncerServer? _server;

    /// <summary>The connection string of the server's database, through it.</summary>
    public string ConnectionString
    {
        get
        {
            PostgresDatabase.SkipIfMissing();
            Assert.SkipWhen(_server is null && Environment.GetEnvironmentVariable("CI") is null or "", PgBouncerServer.Missing ?? "");
            var port = _server?.Port ?? throw new InvalidOperationException(PgBouncerServer.Missing);
            return $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres";
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (PostgresServer.Missing is null && PgBouncerServer.Missing is null)
        {
            _server = await PgBouncerServer.StartAsync(PostgresDatabase.Server.Port, PoolSize);
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
