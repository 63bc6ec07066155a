using Microsoft.Data.Sqlite;

namespace Sessions;

/// <summary>The finished steps of turns that are under way, as rows.</summary>
internal static class StepTable
{
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(SqliteConnection connection, SessionKey key, string turnKey)
    {
        using var command = connection.CreateCommand(
            "SELECT json FROM turn_steps WHERE tenant = $tenant AND session_id = $session AND turn_key = $key ORDER BY ordinal", key);
        command.Set("$key", turnKey);
        using var reader = command.ExecuteReader();
        var steps = new List<ReadOnlyMemory<byte>>();
        while (reader.Read())
        {
            steps.Add(reader.GetFieldValue<byte[]>(0));
        }

        return steps;
    }

    public static void Append(SqliteConnection connection, SessionKey key, string turnKey, ReadOnlyMemory<byte> json)
    {
        using var command = connection.CreateCommand(
            """
            INSERT INTO turn_steps (tenant, session_id, turn_key, ordinal, json)
            SELECT $tenant, $session, $key, coalesce(max(ordinal), 0) + 1, CAST($json AS TEXT)
            FROM turn_steps WHERE tenant = $tenant AND session_id = $session AND turn_key = $key
            """,
            key);
        command.Set("$key", turnKey);
        command.Set("$json", json.ToArray());
        command.ExecuteNonQuery();
    }

    /// <summary>Deletes the steps of turns that have come to their end.</summary>
    public static void Delete(SqliteConnection connection, SessionKey key, IEnumerable<string> turnKeys)
    {
        using var command = connection.CreateCommand("DELETE FROM turn_steps WHERE tenant = $tenant AND session_id = $session AND turn_key = $key", key);
        foreach (var turnKey in turnKeys)
        {
            command.Set("$key", turnKey);
            command.ExecuteNonQuery();
        }
    }
}
