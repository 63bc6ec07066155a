using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.AI;
using Sessions.Storage;
using SQLitePCL;

namespace Sessions;

/// <summary>Turns and their messages, as rows.</summary>
internal static class TurnTable
{
    private static readonly JsonTypeInfo<UsageDetails> UsageType = (JsonTypeInfo<UsageDetails>)AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(UsageDetails));

    /// <summary>Reads the chain of turns between two of them, with the state written at each, oldest first.</summary>
    public static IEnumerable<StoredTurn> Read(SqliteConnection connection, SessionKey key, long afterTurn, long throughTurn) =>
        TurnChain.Read(connection, key, afterTurn, throughTurn).SelectMany(run => ReadRunWithState(connection, key, run));

    /// <summary>Reads the first turn of the chain that ends with a turn: the first of its oldest run.</summary>
    public static StoredTurn? ReadFirst(SqliteConnection connection, SessionKey key, long throughTurn) =>
        TurnChain.Read(connection, key, afterTurn: 0, throughTurn) is [var oldest, ..] ? ReadRun(connection, key, oldest with { Last = oldest.First }).FirstOrDefault() : null;

    /// <summary>Reads the chain of turns from one back to the first, newest first. Each turn is read when it is asked for.</summary>
    public static IEnumerable<StoredTurn> ReadBackward(SqliteConnection connection, SessionKey key, long throughTurn)
    {
        var number = throughTurn;
        while (ReadRun(connection, key, new TurnRun(number, number)).FirstOrDefault() is { } turn)
        {
            yield return turn;

            // A parent's number is below its child's, in whatever state the file is: the chain ends.
            number = Math.Min(turn.Turn.ParentTurn, number - 1);
        }
    }

    /// <summary>Reads turns by their numbers, whatever chain they belong to.</summary>
    public static IEnumerable<StoredTurn> ReadAll(SqliteConnection connection, SessionKey key, long afterTurn, long throughTurn, bool newestFirst) =>
        ReadRun(connection, key, new TurnRun(afterTurn + 1, throughTurn), newestFirst);

    /// <summary>Finds the reply that a turn with a key has kept.</summary>
    public static StoredReply? FindReply(SqliteConnection connection, SessionKey key, string turnKey)
    {
        using var command = connection.CreateCommand(
            """
            SELECT turn_id, input_hash, response FROM turns INDEXED BY turns_by_key
            WHERE tenant = $tenant AND session_id = $session AND turn_key = $key AND response IS NOT NULL
            ORDER BY number DESC LIMIT 1
            """,
            key);
        command.Set("$key", turnKey);
        using var reader = command.ExecuteReader();
        return reader.Read() ? new StoredReply(reader.GetString(0), reader.GetBytesOrNull(1), reader.GetBytesOrNull(2)) : null;
    }

    public static void Append(SqliteConnection connection, SessionKey key, IReadOnlyList<StoredTurn> turns)
    {
        using var turnCommand = connection.CreateCommand(
            """
            INSERT INTO turns (tenant, session_id, number, turn_id, parent_turn, status, usage, finish_reason, response_id, started_at, completed_at, input_count, turn_key, input_hash, response)
            VALUES ($tenant, $session, $number, $id, $parent, $status, CAST($usage AS TEXT), $finish, $response, $started, $completed, $inputs, $key, $hash, CAST($reply AS TEXT))
            """,
            key);
        using var messageCommand = connection.CreateCommand(
            "INSERT INTO messages (tenant, session_id, turn, ordinal, json) VALUES ($tenant, $session, $turn, $ordinal, CAST($json AS TEXT))", key);
        foreach (var turn in turns)
        {
            try
            {
                Append(turnCommand, turn.Turn, turn.Reply);
                Append(messageCommand, turn);
            }
            catch (SqliteException exception) when (exception.SqliteExtendedErrorCode is raw.SQLITE_CONSTRAINT_PRIMARYKEY or raw.SQLITE_CONSTRAINT_UNIQUE)
            {
                // The revision was as it should be, so nobody else has written the turn meanwhile.
                throw new SessionFormatException(
                    $"Turn {turn.Turn.Number} cannot be added to session '{key}': its database has rows of turn {turn.Turn.Number} already, which do not fit the session's head. What is stored is unchanged. Restore the database from a backup, or delete the rows.", exception);
            }
        }
    }

    private static void Append(SqliteCommand command, StoredTurn turn)
    {
        command.Set("$turn", turn.Turn.Number);
        for (var i = 0; i < turn.Messages.Count; i++)
        {
            command.Set("$ordinal", i);
            command.Set("$json", turn.Messages[i].ToArray());
            command.ExecuteNonQuery();
        }
    }

    private static void Append(SqliteCommand command, TurnRecord turn, StoredReply? reply)
    {
        command.Set("$number", turn.Number);
        command.Set("$id", turn.Id);
        command.Set("$parent", turn.ParentTurn);
        command.Set("$status", (int)turn.Status);
        command.Set("$usage", turn.Usage is null ? null : JsonSerializer.SerializeToUtf8Bytes(turn.Usage, UsageType));
        command.Set("$finish", turn.FinishReason?.Value);
        command.Set("$response", turn.ResponseId);
        command.Set("$started", turn.StartedAt.UtcTicks);
        command.Set("$completed", turn.CompletedAt.UtcTicks);
        command.Set("$inputs", turn.InputCount);
        command.Set("$key", turn.TurnKey);
        command.Set("$hash", reply?.InputHash.ToArray());
        command.Set("$reply", reply?.Response.ToArray());
        command.ExecuteNonQuery();
    }

    private static IEnumerable<StoredTurn> ReadRunWithState(SqliteConnection connection, SessionKey key, TurnRun run)
    {
        // Both are read in the order of the turns, so neither is held in memory.
        using var written = StateTable.ReadWritten(connection, key, run).GetEnumerator();
        var hasValue = written.MoveNext();
        foreach (var turn in ReadRun(connection, key, run))
        {
            var state = new List<StateValue>();
            for (; hasValue && written.Current.Turn <= turn.Turn.Number; hasValue = written.MoveNext())
            {
                if (written.Current.Turn == turn.Turn.Number)
                {
                    state.Add(written.Current.Value);
                }
            }

            yield return turn with { State = state };
        }
    }

    private static IEnumerable<StoredTurn> ReadRun(SqliteConnection connection, SessionKey key, TurnRun run, bool newestFirst = false)
    {
        const string Query =
            """
            SELECT t.number, t.turn_id, t.parent_turn, t.status, t.usage, t.finish_reason, t.response_id, t.started_at, t.completed_at, t.input_count, t.turn_key, m.json
            FROM turns AS t
            LEFT JOIN messages AS m ON m.tenant = t.tenant AND m.session_id = t.session_id AND m.turn = t.number
            WHERE t.tenant = $tenant AND t.session_id = $session AND t.number BETWEEN $first AND $last
            ORDER BY t.number
            """;
        using var command = newestFirst ? connection.CreateCommand(Query + " DESC, m.ordinal", key) : connection.CreateCommand(Query + ", m.ordinal", key);
        command.Set("$first", run.First);
        command.Set("$last", run.Last);
        using var reader = command.ExecuteReader();
        var hasRow = reader.Read();
        while (hasRow)
        {
            var turn = reader.Read(row => ReadRecord(row, key), "turns", $"session '{key}'");
            var messages = new List<ReadOnlyMemory<byte>>();
            do
            {
                // A turn without messages is one row without JSON.
                if (reader.GetBytesOrNull(11) is { } json)
                {
                    messages.Add(json);
                }

                hasRow = reader.Read();
            }
            while (hasRow && reader.GetInt64(0) == turn.Number);
            yield return new StoredTurn(turn, messages);
        }
    }

    private static TurnRecord ReadRecord(SqliteDataReader reader, SessionKey key) => new()
    {
        Number = reader.GetInt64(0),
        Id = reader.GetString(1),
        ParentTurn = reader.GetInt64(2),
        Status = (TurnStatus)reader.GetInt32(3),
        Usage = ReadUsage(reader, key),
        FinishReason = reader.GetStringOrNull(5) is { } reason ? new ChatFinishReason(reason) : null,
        ResponseId = reader.GetStringOrNull(6),
        StartedAt = reader.GetTime(7),
        CompletedAt = reader.GetTime(8),
        InputCount = reader.GetInt32(9),
        TurnKey = reader.GetStringOrNull(10),
    };

    private static UsageDetails? ReadUsage(SqliteDataReader reader, SessionKey key)
    {
        try
        {
            return reader.GetBytesOrNull(4) is { } usage ? JsonSerializer.Deserialize(usage, UsageType) : null;
        }
        catch (Exception exception) when (exception is not SqliteException)
        {
            throw new SessionFormatException($"The usage of turn {reader.GetInt64(0)} of session '{key}' cannot be read: {exception.Message} Mend the column 'usage' of its row in 'turns', or set it to NULL.", exception);
        }
    }
}
