using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Sessions.OwnTable.Tests;
using Sessions.OwnTable.Tests.EntityFramework;
using Sessions.OwnTable.Tests.Npgsql;

[assembly: AssemblyFixture(typeof(PostgresDatabase))]

namespace Sessions.OwnTable.Tests;

/// <summary>One server with both tables for all tests, which have sessions of their own.</summary>
public sealed class PostgresDatabase : IAsyncLifetime
{
    private PostgresServer? _server;
    private NpgsqlDataSource? _source;

    /// <summary>The server. Where there is none, the test is skipped, and in CI it fails.</summary>
    public NpgsqlDataSource Source
    {
        get
        {
            Assert.SkipWhen(_source is null && Environment.GetEnvironmentVariable("CI") is null or "", PostgresServer.Missing ?? "");
            return _source ?? throw new InvalidOperationException(PostgresServer.Missing);
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (PostgresServer.Missing is not null)
        {
            return;
        }

        _server = await PostgresServer.StartAsync();
        _source = NpgsqlDataSource.Create(_server.ConnectionString);
        await using var create = _source.CreateCommand(MessageTable.Create);
        await create.ExecuteNonQueryAsync();
        await using var context = new ChatContext(new DbContextOptionsBuilder<ChatContext>().UseNpgsql(_source).Options);
        await context.GetService<IRelationalDatabaseCreator>().CreateTablesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _source!.DisposeAsync();
            await _server.DisposeAsync();
        }
    }
}
