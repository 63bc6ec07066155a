using Microsoft.Data.Sqlite;
using Sessions.Storage;

namespace Sessions;

/// <summary>State values, as rows.</summary>
internal static class StateTable
{
    /// <summary>Reads the newest value of each slot along the chain that ends with a turn, without emptied ones.</summary>
    /// <remarks>
    /// Skips from slot to slot and takes the newest value of each: the cost goes with the number of slots, not with the number
    /// of values that they have had. <c>CROSS JOIN</c> keeps SQLite from turning the joins round, which would read them all.
    /// </remarks>
    public static IReadOnlyList<StateValue> Read(SqliteConnection connection, SessionKey key, long throughTurn)
    {
        const string Query = TurnChain.Sql +
            """
            , slot (state_key) AS (
              SELECT min(state_key) FROM state_values WHERE tenant = $tenant AND session_id = $session
              UNION ALL
              SELECT (SELECT min(state_key) FROM state_values WHERE tenant = $tenant AND session_id = $session AND state_key > slot.state_key)
              FROM slot WHERE slot.state_key IS NOT NULL
            ), newest (state_key, turn) AS (
              SELECT slot.state_key, max((
                SELECT max(turn) FROM state_values
                WHERE tenant = $tenant AND session_id = $session AND state_key = slot.state_key AND turn BETWEEN run.first AND run.last))
              FROM slot CROSS JOIN run GROUP BY slot.state_key
            )
            SELECT value.state_key, value.version, value.json
            FROM newest CROSS JOIN state_values AS value
              ON value.tenant = $tenant AND value.session_id = $session AND value.state_key = newest.state_key AND value.turn = newest.turn
            WHERE value.json IS NOT NULL
            """;
        using var command = connection.CreateCommand(Query, key);
        command.Set("$through", throughTurn);
        using var reader = command.ExecuteReader();
        var values = new List<StateValue>();
        while (reader.Read())
        {
            values.Add(reader.Read(row => new StateValue(row.GetString(0), row.GetInt32(1), row.GetFieldValue<byte[]>(2)), "state_values", $"session '{key}'"));
        }

        return values;
    }

    /// <summary>Reads what was written at each turn of a run, turn by turn, emptied slots among it.</summary>
    public static IEnumerable<(long Turn, StateValue Value)> ReadWritten(SqliteConnection connection, SessionKey key, TurnRun run)
    {
        using var command = connection.CreateCommand(
            """
            SELECT turn, state_key, version, json FROM state_values
            WHERE tenant = $tenant AND session_id = $session AND turn BETWEEN $first AND $last
            ORDER BY turn, state_key
            """,
            key);
        command.Set("$first", run.First);
        command.Set("$last", run.Last);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var json = reader.GetBytesOrNull(3);
            var value = reader.Read(row => new StateValue(row.GetString(1), row.GetInt32(2), json is null ? default(ReadOnlyMemory<byte>?) : json), "state_values", $"session '{key}'");
            yield return (reader.GetInt64(0), value);
        }
    }

    /// <summary>Writes values as of a turn, in place of those already written for it.</summary>
    public static void Write(SqliteConnection connection, SessionKey key, long turn, IReadOnlyList<StateValue> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        using var command = connection.CreateCommand(
            """
            INSERT INTO state_values (tenant, session_id, state_key, turn, version, json)
            VALUES ($tenant, $session, $key, $turn, $version, CAST($json AS TEXT))
            ON CONFLICT DO UPDATE SET version = excluded.version, json = excluded.json
            """,
            key);
        command.Set("$turn", turn);
        foreach (var value in values)
        {
            command.Set("$key", value.Key);
            command.Set("$version", value.Version);
            command.Set("$json", value.Json?.ToArray());
            command.ExecuteNonQuery();
        }
    }
}
