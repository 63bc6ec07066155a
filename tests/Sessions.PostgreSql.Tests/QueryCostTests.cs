using Npgsql;

namespace Sessions.PostgreSql.Tests;

/// <summary>What the server reads does not grow with what there is, whether or not it has statistics of it.</summary>
public sealed class QueryCostTests : IAsyncLifetime
{
    private const int Many = 2_000;

    private readonly string _schema = TestSchemas.Rent();
    private readonly PostgreSqlSessionStore _store;

    public QueryCostTests() => _store = new PostgreSqlSessionStore(PostgresDatabase.DataSource, new PostgreSqlSessionStoreOptions { Schema = _schema });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _store.InitializeAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        TestSchemas.Return(_schema);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Opening_a_session_reads_its_slots_and_its_newest_turns(bool isAnalyzed)
    {
        await AddTurnsAsync("s");
        await AnalyzeAsync(isAnalyzed);

        Assert.InRange(await RowsReadAsync($"SELECT * FROM {_schema}.open_v1('', 's', 0, NULL, NULL, NULL, NULL, NULL, false, false, NULL, NULL)"), 1, 20);
        Assert.InRange(await RowsReadAsync($"SELECT * FROM {_schema}.open_v1('', 's', 0, NULL, NULL, 10, 1000, 1000000, false, true, 'k', 'k')"), 10, 300);
        Assert.InRange(await RowsReadAsync($"SELECT * FROM {_schema}.read_v1('', 's', 0, {Many}, 1000, false, false, 10, 1000, 1000000)"), 10, 300);
        Assert.InRange(await RowsReadAsync($"SELECT * FROM {_schema}.read_v1('', 's', 0, {Many}, 0, true, true, 10, 1000, 1000000)"), 10, 300);
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(null, null, true)]
    [InlineData("agent 1", null, false)]
    [InlineData("agent 1", null, true)]
    [InlineData(null, "owner 1", false)]
    [InlineData(null, "owner 1", true)]
    public async Task A_page_of_a_list_reads_the_page(string? agent, string? owner, bool isAnalyzed)
    {
        await AddSessionsAsync();
        await AnalyzeAsync(isAnalyzed);
        string Quoted(string? value) => value is null ? "NULL" : $"'{value}'";

        Assert.InRange(
            await RowsReadAsync($"SELECT * FROM {_schema}.list_v1('', 0, {Quoted(agent)}, {Quoted(owner)}, NULL, NULL, NULL, NULL, NULL, false, NULL, NULL, 10)"), 10, 100);
        Assert.InRange(
            await RowsReadAsync($"SELECT * FROM {_schema}.list_v1('', 0, {Quoted(agent)}, {Quoted(owner)}, NULL, NULL, NULL, NULL, NULL, false, {Many}, '', 10)"), 10, 100);
    }

    [Fact]
    public async Task What_may_not_sort_or_read_all_is_not_compiled_for_what_that_seems_to_cost()
    {
        await using var command = PostgresDatabase.DataSource.CreateCommand(
            $"SELECT proname || ': ' || array_to_string(proconfig, ' ') FROM pg_proc WHERE pronamespace = '{_schema}'::regnamespace AND proconfig IS NOT NULL ORDER BY proname");
        await using var reader = await command.ExecuteReaderAsync(Token);
        var settings = new List<string>();
        while (await reader.ReadAsync(Token))
        {
            settings.Add(reader.GetString(0));
        }

        Assert.Equal(["list_v1: enable_sort=on jit=off", "open_v1: enable_seqscan=off jit=off", "turns_back_v1: enable_sort=off jit=off", "turns_in_v1: enable_sort=off jit=off"], settings);
    }

    /// <summary>The rows that a statement reads, of tables and of what indexes lead to.</summary>
    private async Task<long> RowsReadAsync(string sql)
    {
        await using var connection = await PostgresDatabase.DataSource.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        var before = await CountAsync(connection);
        await using (var command = new NpgsqlCommand(sql, connection))
        {
            await command.ExecuteNonQueryAsync(Token);
        }

        return await CountAsync(connection) - before;
    }

    /// <summary>The rows that the connection has read since the server last took note of it, which it does not within a transaction.</summary>
    private async Task<long> CountAsync(NpgsqlConnection connection)
    {
        await using var count = new NpgsqlCommand($"SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint FROM pg_stat_xact_user_tables WHERE schemaname = '{_schema}'", connection);
        return (long)(await count.ExecuteScalarAsync(Token))!;
    }

    private async Task AnalyzeAsync(bool isAnalyzed)
    {
        foreach (var table in isAnalyzed ? ["sessions", "segments", "turns", "state"] : Array.Empty<string>())
        {
            await PostgresDatabase.ExecuteAsync($"ANALYZE {_schema}.{table}");
        }
    }

    /// <summary>A session each of whose turns changes a slot.</summary>
    private async Task AddTurnsAsync(string id) => Assert.Equal(CommitOutcome.Committed, (await _store.CommitAsync(
        new SessionCommit
        {
            ExpectedRevision = null,
            Head = StoreData.Head(new SessionKey(id)) with { CurrentTurn = Many, LastTurn = Many, TurnCount = Many },
            Turns = [.. Enumerable.Range(1, Many).Select(Turn)],
        },
        Token)).Outcome);

    /// <summary>As many sessions as the server takes a part of for one of a few.</summary>
    private async Task AddSessionsAsync() => await PostgresDatabase.ExecuteAsync($"""
        INSERT INTO {_schema}.sessions (
          tenant, id, segment, agent_id, history_owner, current_turn, last_turn, turn_count, revision, created_at, updated_at, owner, input_tokens, output_tokens, total_tokens, slots)
        SELECT '', 's' || number, number, 'agent ' || number % 2, 0, 1, 1, 1, 1, 0, number, 'owner ' || number % 2, 0, 0, 0, '{"{}"}'
        FROM generate_series(1, {20 * Many}) AS number
        """);

    private static StoredTurn Turn(int number) => new()
    {
        Number = number,
        Id = $"t{number}",
        ParentTurn = number - 1,
        Depth = number,
        MessageCount = 1,
        Record = "{}"u8.ToArray(),
        Messages = "[]"u8.ToArray(),
        State = [new StateValue("slot", 1, "1"u8.ToArray())],
    };
}
