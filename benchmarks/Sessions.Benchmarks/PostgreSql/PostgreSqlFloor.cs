using Npgsql;
using NpgsqlTypes;

namespace Sessions.Benchmarks;

/// <summary>
/// The least that keeps turns in PostgreSQL: one statement that opens a session and one that commits a turn, written by hand for one layout, without
/// anything of ours.
/// </summary>
internal sealed class PostgreSqlFloor(NpgsqlDataSource source)
{
    private const string Tables =
        """
        CREATE TABLE floor_sessions (tenant text, id text, segment bigint, agent_id text, current_turn bigint, revision bigint, updated_at bigint, state bytea, PRIMARY KEY (tenant, id));
        CREATE INDEX ON floor_sessions (tenant, updated_at DESC, id);
        CREATE INDEX ON floor_sessions (tenant, agent_id, updated_at DESC, id);
        CREATE TABLE floor_turns (tenant text, segment bigint, number bigint, id text, state bytea, record bytea, messages bytea, PRIMARY KEY (tenant, segment, number));
        """;

    private const string Open = "SELECT segment, current_turn, revision, state FROM floor_sessions WHERE tenant = $1 AND id = $2";

    private const string Commit =
        """
        WITH head AS (
          UPDATE floor_sessions SET current_turn = $3, revision = $3, updated_at = $4, state = $5 WHERE tenant = $1 AND id = $2 AND revision = $3 - 1 RETURNING segment
        ), turn AS (
          INSERT INTO floor_turns SELECT $1, head.segment, $3, $6, $5, $7, $8 FROM head
        )
        SELECT count(*) FROM head
        """;

    public static async Task<PostgreSqlFloor> CreateAsync(NpgsqlDataSource source, int sessions)
    {
        await ExecuteAsync(source, Tables);
        await ExecuteAsync(source, $"INSERT INTO floor_sessions SELECT '', 's' || i, i, 'A', 0, 0, 0, '' FROM generate_series(0, {sessions - 1}) AS i");
        return new PostgreSqlFloor(source);
    }

    public async Task<long> RunTurnAsync(HandWrittenTurn turn)
    {
        _ = await AskAsync(Open, Text(""), Text(turn.Session));
        var committed = await AskAsync(
            Commit, Text(""), Text(turn.Session), Bigint(turn.Number), Bigint(DateTime.UtcNow.Ticks), Bytes(turn.State), Text(Guid.NewGuid().ToString("N")), Bytes(turn.Record), Bytes(turn.Messages));
        if (committed != 1)
        {
            throw new InvalidOperationException($"Turn {turn.Number} of session {turn.Session} was not committed.");
        }

        return committed;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter<long> Bigint(long value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    private static NpgsqlParameter<byte[]> Bytes(byte[] value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bytea };

    private async Task<long> AskAsync(string sql, params NpgsqlParameter[] parameters)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await using var row = await command.ExecuteReaderAsync();
        return await row.ReadAsync() ? row.GetInt64(0) : -1;
    }
}
