using Npgsql;

namespace Sessions.PostgreSql.Tests.Faults;

/// <summary>A server that refuses what it is asked for: the thing, the reason and the way out are named, and when the fault is gone it goes on.</summary>
public sealed class RefusingServerTests(PrivateServer server) : IClassFixture<PrivateServer>, IAsyncLifetime
{
    private string _schema = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Place => $"localhost:{server.Server.Port}/postgres ({_schema})";

    public ValueTask InitializeAsync()
    {
        _schema = TestSchemas.New();
        return default;
    }

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task A_database_that_is_read_only_costs_no_answer()
    {
        await using var scene = Scene(server.Server.ConnectionString);
        await scene.SayAsync("first");
        await SetReadOnlyAsync(true);
        string message;
        try
        {
            message = await scene.FailAsync("refused");
            await scene.AssertInputsAsync("first");
        }
        finally
        {
            await SetReadOnlyAsync(false);
        }

        Assert.Contains($"The database {Place} is read-only", message, StringComparison.Ordinal);
        await scene.SayAsync("next");
        await scene.AssertInputsAsync("first", "next");
    }

    [Fact]
    public async Task A_server_that_has_no_connection_left_is_named()
    {
        await AllowAppAsync();
        await using var scene = Scene(server.AppConnectionString);
        var all = new List<NpgsqlConnection>();
        try
        {
            await OpenAllAsync(all);
            Assert.Contains($"The server {Place} has no connection left. Lower Maximum Pool Size", await scene.FailAtOnceAsync("refused"), StringComparison.Ordinal);
        }
        finally
        {
            all.ForEach(connection => connection.Dispose());
        }

        await UntilAsync(async () => (long)(await server.ExecuteAsync("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"))! < 5);
        await scene.SayAsync("next");
        await scene.AssertInputsAsync("next");
    }

    [Fact]
    public async Task A_pool_that_has_no_connection_left_is_named_and_costs_no_answer()
    {
        await using var source = NpgsqlDataSource.Create(server.Server.ConnectionString + ";Maximum Pool Size=1;Timeout=1");
        await using var scene = new FaultyScene(new PostgreSqlSessionStore(source, new PostgreSqlSessionStoreOptions { Schema = _schema }));
        await scene.SayAsync("first");
        NpgsqlConnection? only = null;
        scene.OnAnswer = async () => only = await source.OpenConnectionAsync(Token);
        var late = await scene.FailAsync("refused");
        scene.OnAnswer = () => Task.CompletedTask;
        var early = await scene.FailAtOnceAsync("refused again");
        await only!.DisposeAsync();

        Assert.Contains($"All connections of this process to {Place} are in use. Raise Maximum Pool Size", early, StringComparison.Ordinal);
        Assert.Contains($"All connections of this process to {Place} are in use. Raise Maximum Pool Size", late, StringComparison.Ordinal);
        await scene.SayAsync("next");
        await scene.AssertInputsAsync("first", "next");
    }

    [Theory]
    [InlineData("Password=right", "Password=wrong", "refused the user. See to Username and Password")]
    [InlineData(";Password=right", "", "refused the user. See to Username and Password")]
    [InlineData("Username=app", "Username=nobody", "refused the user. See to Username and Password")]
    [InlineData("Database=postgres", "Database=absent", "has no such database. Create it, or name another")]
    [InlineData("Host=127.0.0.1", "Host=absent.invalid", "cannot be reached")]
    [InlineData("Host=127.0.0.1", "Host=absent.invalid,gone.invalid", "cannot be reached")]
    public async Task A_wrong_connection_string_is_named(string right, string wrong, string reason)
    {
        await AllowAppAsync();
        await using var scene = Scene(server.AppConnectionString.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Contains(reason, await scene.FailAtOnceAsync("refused"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_rights_are_named_until_they_are_granted()
    {
        await server.ExecuteAsync("REVOKE CREATE ON DATABASE postgres FROM app");
        await using var scene = Scene(server.AppConnectionString);
        Assert.Contains("to make the schema it needs CREATE on the database", await scene.FailAtOnceAsync("may not create"), StringComparison.Ordinal);

        await using (var owner = Scene(server.Server.ConnectionString))
        {
            await owner.SayAsync("first");
        }

        Assert.Contains($"Grant it USAGE on the schema '{_schema}'", await scene.FailAtOnceAsync("may not use"), StringComparison.Ordinal);
        await server.ExecuteAsync($"GRANT USAGE ON SCHEMA {_schema} TO app; GRANT SELECT ON ALL TABLES IN SCHEMA {_schema} TO app");
        Assert.Contains("SELECT, INSERT, UPDATE and DELETE on its tables", await scene.FailAsync("may not write"), StringComparison.Ordinal);
        await server.ExecuteAsync($"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {_schema} TO app");

        await scene.SayAsync("second");
        await scene.AssertInputsAsync("first", "second");
    }

    [Theory]
    [InlineData("LATIN1")]
    [InlineData("SQL_ASCII")]
    public async Task A_database_of_another_encoding_is_refused_and_left_as_it_is(string encoding)
    {
        var name = encoding.ToLowerInvariant();
        await server.ExecuteAsync($"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0");
        var connectionString = server.Server.ConnectionString.Replace("Database=postgres", $"Database={name}", StringComparison.Ordinal);
        await using var scene = Scene(connectionString);

        Assert.Contains($"The database has the encoding {encoding}, and the store needs UTF8", await scene.FailAtOnceAsync("refused"), StringComparison.Ordinal);
        Assert.Equal(0L, await server.ExecuteAsync($"SELECT count(*) FROM pg_namespace WHERE nspname = '{_schema}'", connectionString));
    }

    [Fact]
    public async Task A_schema_that_is_not_to_be_made_is_missed_until_its_script_has_run()
    {
        await using var scene = Scene(server.Server.ConnectionString, createSchema: false);
        Assert.Contains($"The database {Place} has no schema '{_schema}' for sessions, and CreateSchema is false. Run the script", await scene.FailAtOnceAsync("refused"), StringComparison.Ordinal);

        await server.ExecuteAsync(PostgreSqlSessionStore.GetSchemaScript(_schema));

        await scene.SayAsync("next");
        await scene.AssertInputsAsync("next");
    }

    private FaultyScene Scene(string connectionString, bool createSchema = true) =>
        new(new PostgreSqlSessionStore(connectionString + ";Timeout=5", new PostgreSqlSessionStoreOptions { Schema = _schema, CreateSchema = createSchema }));

    private Task<object?> AllowAppAsync() => server.ExecuteAsync("GRANT CREATE ON DATABASE postgres TO app");

    private async Task SetReadOnlyAsync(bool isReadOnly)
    {
        await server.ExecuteAsync("ALTER SYSTEM SET default_transaction_read_only = " + (isReadOnly ? "on" : "off"));
        await server.ExecuteAsync("SELECT pg_reload_conf()");
        await UntilAsync(async () => (string)(await server.ExecuteAsync("SHOW default_transaction_read_only"))! == (isReadOnly ? "on" : "off"));
    }

    private async Task OpenAllAsync(List<NpgsqlConnection> all)
    {
        for (var count = 0; count < PrivateServer.MaxConnections; count++)
        {
            all.Add(new NpgsqlConnection(server.Server.ConnectionString + ";Pooling=false"));
            try
            {
                await all[^1].OpenAsync(Token);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                return;
            }
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await condition())
        {
            await Task.Delay(5, timeout.Token);
        }
    }
}
