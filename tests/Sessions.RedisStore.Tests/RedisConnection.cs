using Sessions.RedisStore.Tests;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(RedisConnection))]

namespace Sessions.RedisStore.Tests;

/// <summary>One server for all tests, whose keys have prefixes of their own.</summary>
public sealed class RedisConnection : IAsyncLifetime
{
    private RedisServer? _server;
    private ConnectionMultiplexer? _connection;

    /// <summary>The server's database. Where there is no server, the test is skipped, and in CI it fails.</summary>
    public IDatabase Database
    {
        get
        {
            Assert.SkipWhen(_connection is null && Environment.GetEnvironmentVariable("CI") is null or "", RedisServer.Missing ?? "");
            return _connection?.GetDatabase() ?? throw new InvalidOperationException(RedisServer.Missing);
        }
    }

    /// <summary>What names no key that is there.</summary>
    public static string NewPrefix() => $"{Guid.NewGuid():N}:";

    public async ValueTask InitializeAsync()
    {
        if (RedisServer.Missing is not null)
        {
            return;
        }

        _server = await RedisServer.StartAsync();
        _connection = await ConnectionMultiplexer.ConnectAsync(_server.Address);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _connection!.DisposeAsync();
            await _server.DisposeAsync();
        }
    }
}
