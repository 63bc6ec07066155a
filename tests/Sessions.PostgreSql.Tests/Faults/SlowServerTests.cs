using Npgsql;

namespace Sessions.PostgreSql.Tests.Faults;

/// <summary>A server that takes longer than Command Timeout.</summary>
public sealed class SlowServerTests : IAsyncLifetime
{
    private readonly string _schema = TestSchemas.Rent();
    private readonly ServerProxy _proxy = new(PostgresDatabase.Server.Port);
    private readonly FaultyScene _scene;

    public SlowServerTests() => _scene = new FaultyScene(new PostgreSqlSessionStore(
        $"Host=127.0.0.1;Port={_proxy.Port};Username=postgres;Database=postgres;Command Timeout=1;Cancellation Timeout=500", new PostgreSqlSessionStoreOptions { Schema = _schema }));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _scene.SayAsync("first");

    public async ValueTask DisposeAsync()
    {
        await _scene.DisposeAsync();
        await _proxy.DisposeAsync();
        TestSchemas.Return(_schema);
    }

    [Fact]
    public async Task A_read_that_takes_too_long_is_named()
    {
        await using var other = await HoldAsync($"LOCK TABLE {_schema}.sessions");
        var message = await _scene.FailAtOnceAsync("slow");
        await other.DisposeAsync();

        Assert.Contains("did not answer in time. See that it is not overloaded, or raise Command Timeout", message, StringComparison.Ordinal);
        await _scene.SayAsync("next");
        await _scene.AssertInputsAsync("first", "next");
    }

    /// <summary>The commit is made, and what says so comes too late.</summary>
    [Fact]
    public async Task A_commit_whose_answer_takes_too_long_is_found()
    {
        _scene.OnAnswer = () =>
        {
            _proxy.Delay = TimeSpan.FromSeconds(10);
            _ = Task.Delay(TimeSpan.FromSeconds(1.2), Token).ContinueWith(_ => _proxy.Delay = TimeSpan.Zero, Token, TaskContinuationOptions.None, TaskScheduler.Default);
            return Task.CompletedTask;
        };
        await _scene.SayAsync("slow");
        _scene.OnAnswer = () => Task.CompletedTask;

        await _scene.SayAsync("next");
        await _scene.AssertInputsAsync("first", "slow", "next");
    }

    /// <summary>The commit waits for somebody's lock, and is called off.</summary>
    [Fact]
    public async Task A_commit_that_takes_too_long_costs_no_answer()
    {
        await using var other = await HoldAsync($"SELECT 1 FROM {_schema}.sessions FOR UPDATE");
        var message = await _scene.FailAsync("slow");
        await other.DisposeAsync();

        Assert.Contains("did not answer in time", message, StringComparison.Ordinal);
        await _scene.SayAsync("next");
        await _scene.AssertInputsAsync("first", "next");
    }

    /// <summary>Has somebody hold what a statement locks until the connection is disposed.</summary>
    private static async Task<NpgsqlConnection> HoldAsync(string sql)
    {
        var connection = new NpgsqlConnection(PostgresDatabase.Server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Token);
        await using var hold = new NpgsqlCommand("BEGIN; " + sql, connection);
        await hold.ExecuteNonQueryAsync(Token);
        return connection;
    }
}
