using Microsoft.Data.Sqlite;

namespace Sessions.Benchmarks;

/// <summary>
/// The least that keeps turns in SQLite: prepared statements, written by hand for one session layout, without anything of ours.
/// </summary>
internal sealed class HandWritten : IDisposable
{
    private readonly SqliteConnection _writer;
    private readonly SqliteConnection _reader;
    private readonly SqliteCommand _open;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly SqliteCommand[] _writes;
    private readonly SqliteCommand _newest;

    private HandWritten(string path, string prepare, string tables, string open, string[] writes, string newest)
    {
        (_writer, _reader) = (Connect(path), Connect(path));
        Execute(_writer, prepare + "; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4096;" + tables);
        _open = Command(_reader, open);
        _begin = Command(_writer, "BEGIN IMMEDIATE");
        _commit = Command(_writer, "COMMIT");
        _writes = [.. writes.Select(write => Command(_writer, write))];
        _newest = Command(_reader, newest);
    }

    /// <summary>Turns, messages and state values as rows of their own, as the first schema had them.</summary>
    public static HandWritten OnRows(string path) => new(
        path,
        "PRAGMA page_size = 4096",
        """
        CREATE TABLE sessions (tenant TEXT, session_id TEXT, agent_id TEXT, current_turn INTEGER, revision INTEGER, updated_at INTEGER, PRIMARY KEY (tenant, session_id)) WITHOUT ROWID;
        CREATE TABLE turns (tenant TEXT, session_id TEXT, number INTEGER, turn_id TEXT, parent_turn INTEGER, status INTEGER, started_at INTEGER, completed_at INTEGER, input_count INTEGER, PRIMARY KEY (tenant, session_id, number)) WITHOUT ROWID;
        CREATE TABLE messages (tenant TEXT, session_id TEXT, turn INTEGER, ordinal INTEGER, json TEXT, PRIMARY KEY (tenant, session_id, turn, ordinal));
        CREATE TABLE state_values (tenant TEXT, session_id TEXT, state_key TEXT, turn INTEGER, version INTEGER, json TEXT, PRIMARY KEY (tenant, session_id, state_key, turn));
        """,
        "SELECT revision, current_turn, (SELECT json FROM state_values WHERE tenant = '' AND session_id = $s AND state_key = 'Progress' ORDER BY turn DESC LIMIT 1) FROM sessions WHERE tenant = '' AND session_id = $s",
        [
            "INSERT INTO sessions VALUES ('', $s, 'A', $n, $n, $n) ON CONFLICT DO UPDATE SET current_turn = $n, revision = $n, updated_at = $n",
            "INSERT INTO turns VALUES ('', $s, $n, $id, $n - 1, 0, $n, $n, 1)",
            "INSERT INTO messages VALUES ('', $s, $n, 0, $question)",
            "INSERT INTO messages VALUES ('', $s, $n, 1, $answer)",
            "INSERT INTO state_values VALUES ('', $s, 'Progress', $n, 1, $state)",
        ],
        "SELECT json FROM messages WHERE tenant = '' AND session_id = $s ORDER BY turn DESC, ordinal DESC LIMIT 50");

    /// <summary>A turn as one row, and the current state with the head, as the present schema has them.</summary>
    public static HandWritten OnOneRow(string path) => new(
        path,
        "PRAGMA page_size = 1024; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA secure_delete = ON",
        """
        CREATE TABLE sessions (segment INTEGER PRIMARY KEY, tenant TEXT, session_id TEXT, agent_id TEXT, current_turn INTEGER, revision INTEGER, updated_at INTEGER, state TEXT, UNIQUE (tenant, session_id));
        CREATE INDEX sessions_by_update ON sessions (tenant, updated_at DESC, session_id);
        CREATE INDEX sessions_by_agent ON sessions (tenant, agent_id, updated_at DESC, session_id);
        CREATE TABLE turns (place INTEGER PRIMARY KEY, id BLOB, state TEXT, record TEXT, messages TEXT);
        """,
        "SELECT segment, revision, current_turn, state FROM sessions WHERE tenant = '' AND session_id = $s",
        [
            "INSERT INTO sessions (tenant, session_id, agent_id, current_turn, revision, updated_at, state) VALUES ('', $s, 'A', $n, $n, $n, $state) ON CONFLICT DO UPDATE SET current_turn = $n, revision = $n, updated_at = $n, state = $state",
            "INSERT INTO turns VALUES ((SELECT segment FROM sessions WHERE tenant = '' AND session_id = $s) << 32 | $n, $id, $state, $record, $messages)",
        ],
        "SELECT messages FROM turns WHERE place <= (SELECT segment FROM sessions WHERE tenant = '' AND session_id = $s) << 32 | 4294967295 ORDER BY place DESC LIMIT 25");

    /// <summary>Reads what a turn begins with.</summary>
    public long Open(string session)
    {
        _open.Parameters[0].Value = session;
        using var row = _open.ExecuteReader();
        return row.Read() ? row.GetInt64(row.FieldCount - 3) : 0;
    }

    /// <summary>Reads the newest fifty messages, as JSON.</summary>
    public int ReadNewest(string session)
    {
        _newest.Parameters[0].Value = session;
        using var row = _newest.ExecuteReader();
        var bytes = 0;
        while (row.Read())
        {
            bytes += row.GetFieldValue<byte[]>(0).Length;
        }

        return bytes;
    }

    public void Commit(IEnumerable<HandWrittenTurn> turns)
    {
        _begin.ExecuteNonQuery();
        foreach (var turn in turns)
        {
            foreach (var write in _writes)
            {
                foreach (SqliteParameter parameter in write.Parameters)
                {
                    parameter.Value = turn.Value(parameter.ParameterName);
                }

                write.ExecuteNonQuery();
            }
        }

        _commit.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in new[] { "$s", "$n", "$id", "$question", "$answer", "$state", "$record", "$messages" }.Where(name => System.Text.RegularExpressions.Regex.IsMatch(sql, "\\" + name + "\\b")))
        {
            command.Parameters.AddWithValue(name, DBNull.Value);
        }

        command.Prepare();
        return command;
    }
}

/// <summary>A turn as the hand-written statements take it.</summary>
internal sealed record HandWrittenTurn(string Session, long Number, byte[] Question, byte[] Answer, byte[] State)
{
    private const string RecordJson = """{"at":638000000000000000,"took":12345678,"usage":{"inputTokenCount":200,"outputTokenCount":100,"totalTokenCount":300},"finishReason":"stop"}""";

    public byte[] Record { get; } = System.Text.Encoding.UTF8.GetBytes(RecordJson);

    public byte[] Messages => [(byte)'[', .. Question, (byte)',', .. Answer, (byte)']'];

    public object Value(string parameter) => parameter switch
    {
        "$s" => Session,
        "$n" => Number,
        "$id" => Guid.NewGuid().ToByteArray(),
        "$question" => System.Text.Encoding.UTF8.GetString(Question),
        "$answer" => System.Text.Encoding.UTF8.GetString(Answer),
        "$state" => System.Text.Encoding.UTF8.GetString(State),
        "$record" => RecordJson,
        _ => System.Text.Encoding.UTF8.GetString(Messages),
    };
}
