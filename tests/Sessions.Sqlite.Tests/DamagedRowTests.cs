using System.Globalization;
using System.Text;
using Sessions.Agents;

namespace Sessions.Sqlite.Tests;

/// <summary>Rows that were damaged give a session or a named error, however the session is used, and stay as they are.</summary>
public sealed class DamagedRowTests : IDisposable
{
    private static readonly (string Table, string Column)[] Json = [("turns", "messages"), ("turns", "messages"), ("turns", "record"), ("turns", "state"), ("sessions", "state"), ("saved_state", "state"), ("steps", "json")];

    private static readonly (string Table, string Column)[] Numbers =
    [
        ("sessions", "history_owner"), ("sessions", "current_turn"), ("sessions", "last_turn"), ("sessions", "revision"), ("sessions", "created_at"), ("sessions", "updated_at"),
        ("sessions", "turn_count"), ("sessions", "state_turn"), ("sessions", "state_depth"), ("sessions", "expires_at"), ("sessions", "input_tokens"),
        ("turns", "place"), ("turns", "parent"), ("turns", "depth"), ("turns", "state_turn"), ("turns", "message_count"), ("turn_keys", "turn"), ("saved_state", "turn"), ("saved_state", "revision"), ("steps", "ordinal"),
    ];

    private static readonly (string Table, string Column)[] Texts =
    [
        ("sessions", "agent_id"), ("sessions", "service_session_id"), ("sessions", "title"), ("sessions", "owner"), ("sessions", "metadata"), ("turns", "id"), ("turns", "turn_key"),
    ];

    private static readonly string[] OtherNumbers = ["-1", "0", "1", "2", "3", "7", "99", "2147483648", "9223372036854775807", "-9223372036854775808"];

    private static readonly string[] OtherTexts = ["''", "' '", "'nope'", "CAST(x'00' AS TEXT)", "CAST(x'ff' AS TEXT)", "CAST(x'eda080' AS TEXT)", "printf('%.600c', 'x')"];

    private readonly DatabaseFile _whole = new();
    private readonly DatabaseFile _damaged = new();

    public void Dispose()
    {
        _whole.Dispose();
        _damaged.Dispose();
    }

    [Fact]
    public async Task A_damaged_row_gives_a_session_or_a_named_error_in_every_use()
    {
        await RichSession.CreateAsync(new SqliteSessionStore(_whole.ConnectionString));
        var refused = 0;
        var count = TestScale.Of(2_000);
        for (var seed = 0; seed < count; seed++)
        {
            var random = new Random(seed);
            var sql = await DamageAsync(random);
            try
            {
                refused += await ReadAsync(random.Next(2) == 0 ? 1 : null) ? 0 : 1;
                await UseAsync(random.Next(2) == 0 ? 1 : null);
            }
            catch (Exception exception)
            {
                Assert.Fail($"seed {seed}: {sql}\n{exception}");
            }
        }

        Assert.InRange(refused, count / 20, count * 19 / 20);
    }

    [Theory]
    [InlineData("UPDATE turns SET messages = '[{\"role\":\"assistant\",\"contents\":[{\"$type\":\"data\",\"uri\":\"nope\"}]}]'", "Message 0 of turn")]
    [InlineData("UPDATE turns SET record = '{\"at\":-1}'", "The record of turn")]
    [InlineData("UPDATE turns SET record = 'nope'", "The record of turn")]
    [InlineData("UPDATE turns SET depth = 4294967296, message_count = -7, parent = 4294967296", "follows turn 4294967296")]
    [InlineData("UPDATE turns SET record = json_set(record, '$.status', 'odd')", "is no turn status")]
    [InlineData("DELETE FROM turns WHERE (place & 4294967295) = 1", "Turn 1 of session 'tenant/rich' is missing")]
    [InlineData("UPDATE sessions SET current_turn = 6, last_turn = 6", "Turn 6 of session 'tenant/rich' is missing")]
    public async Task What_cannot_be_read_is_named(string sql, string reason)
    {
        await RichSession.CreateAsync(new SqliteSessionStore(_whole.ConnectionString));
        _whole.Execute(sql);
        var agent = RichSession.Agent(new SqliteSessionStore(_whole.ConnectionString));
        var session = await agent.GetSessionAsync(RichSession.Key);

        var failure = await Assert.ThrowsAsync<SessionFormatException>(() => agent.RunAsync("next", session));

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.Null(failure.Response);
    }

    /// <summary>Rows that no head knows of stand in the next turn's way, once the model has answered.</summary>
    [Theory]
    [InlineData("INSERT INTO turns (place, id, message_count, record, messages) SELECT (segment << 32) + last_turn + 1, 'x', 0, '{}', '[]' FROM sessions")]
    public async Task Rows_of_a_turn_that_comes_next_are_named_and_the_answer_is_kept(string sql)
    {
        await RichSession.CreateAsync(new SqliteSessionStore(_whole.ConnectionString));
        _whole.Execute(sql);
        var agent = RichSession.Agent(new SqliteSessionStore(_whole.ConnectionString));
        var session = await agent.GetSessionAsync(RichSession.Key);

        var failure = await Assert.ThrowsAsync<SessionFormatException>(() => agent.RunAsync("next", session));

        Assert.Contains($"rows of turn {session.CurrentTurn + 1}", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Response);
    }

    [Theory]
    [InlineData("UPDATE turns SET record = json_remove(json_set(record, '$.response', json('{\"messages\":[{\"role\":\"assistant\",\"contents\":[{\"$type\":\"data\",\"uri\":\"nope\"}]}]}')), '$.answer')", RichSession.Answered)]
    [InlineData("UPDATE turns SET record = json_remove(json_set(record, '$.response', json('{\"messages\":[null]}')), '$.answer')", RichSession.Answered)]
    [InlineData("UPDATE turns SET input_hash = x'00' WHERE input_hash IS NOT NULL", RichSession.Answered)]
    [InlineData("UPDATE steps SET json = '{\"input\":\"AAAA\",\"answer\":null}'", RichSession.Begun)]
    [InlineData("UPDATE steps SET json = '{\"input\":\"AAAA\",\"results\":[{\"call\":null,\"result\":null}]}'", RichSession.Begun)]
    [InlineData("UPDATE steps SET json = 'nope'", RichSession.Begun)]
    public async Task What_was_recorded_of_a_turn_and_cannot_be_read_is_named(string sql, string turnKey)
    {
        await RichSession.CreateAsync(new SqliteSessionStore(_whole.ConnectionString));
        _whole.Execute(sql);
        var agent = RichSession.Agent(new SqliteSessionStore(_whole.ConnectionString));
        var session = await agent.GetSessionAsync(RichSession.Key);

        var failure = await Assert.ThrowsAsync<SessionFormatException>(() => agent.RunAsync(RichSession.Input, session, new AgentRunOptions { TurnKey = turnKey }));

        Assert.Contains($"'{turnKey}'", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Copies the file and damages one value in it.</summary>
    private async Task<string> DamageAsync(Random random)
    {
        File.Delete(_damaged.Path + "-wal");
        File.Delete(_damaged.Path + "-shm");
        File.Delete(_damaged.Path);
        _whole.Execute($"VACUUM INTO '{_damaged.Path}'");
        using var connection = _damaged.Open();
        var kind = random.Next(4);
        var (table, column) = (kind < 2 ? Json : kind == 2 ? Numbers : Texts) is var columns ? columns[random.Next(columns.Length)] : default;
        using var read = connection.CreateCommand();
        var number = table switch { "turns" => "place", "sessions" => "segment", "turn_keys" => "key", "saved_state" => "turn", _ => "ordinal" };
        read.CommandText = $"SELECT {number}, CAST({column} AS BLOB) FROM {table} ORDER BY {number}, {column} LIMIT 1 OFFSET abs({random.Next()}) % (SELECT count(*) FROM {table})";
        using var reader = await read.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        var (row, bytes) = (reader.GetValue(0), reader.IsDBNull(1) ? "{}"u8.ToArray() : reader.GetFieldValue<byte[]>(1));
        await reader.CloseAsync();

        using var write = connection.CreateCommand();
        var value = kind < 2 ? $"CAST(x'{Convert.ToHexString(Damage.Of(bytes, random))}' AS TEXT)"
            : kind == 2 ? OtherNumbers[random.Next(OtherNumbers.Length)] : OtherTexts[random.Next(OtherTexts.Length)];
        write.CommandText = string.Create(CultureInfo.InvariantCulture, $"UPDATE OR IGNORE {table} SET {column} = {value} WHERE {number} = $row");
        write.Parameters.AddWithValue("$row", row);
        await write.ExecuteNonQueryAsync();
        return write.CommandText;
    }

    /// <summary>Reads all there is, and sees that reading writes nothing.</summary>
    private async Task<bool> ReadAsync(int? maxTurns)
    {
        var before = Rows();
        var isRead = await RichSession.TryAsync(async () =>
        {
            using var store = new SqliteSessionStore(_damaged.ConnectionString);
            await RichSession.ReadAllAsync(store, maxTurns);
        });
        Assert.Equal(before, Rows());
        return isRead;
    }

    private async Task UseAsync(int? maxTurns) => await RichSession.TryAsync(async () =>
    {
        using var store = new SqliteSessionStore(_damaged.ConnectionString);
        var agent = RichSession.Agent(store, maxTurns);
        await RichSession.UseAsync(agent, await agent.GetSessionAsync(RichSession.Key));
    });

    private string Rows()
    {
        var rows = new StringBuilder();
        using var connection = _damaged.Open();
        foreach (var table in new[] { "sessions", "turns", "turn_keys", "saved_state", "steps" })
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    rows.Append(reader.IsDBNull(i) ? "-" : Convert.ToHexString(reader.GetFieldValue<byte[]>(i))).Append(' ');
                }
            }
        }

        return rows.ToString();
    }
}
