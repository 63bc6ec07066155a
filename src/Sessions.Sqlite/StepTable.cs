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

    public static void Append(SqliteConnection connection, SessionKey key, string turnKey, ReadOnlyMemory<byte> json, DateTimeOffset now)
    {
        using var command = connection.CreateCommand(
            """
            INSERT INTO turn_steps (tenant, session_id, turn_key, ordinal, recorded_at, json)
            SELECT $tenant, $session, $key, coalesce(max(ordinal), 0) + 1, $now, CAST($json AS TEXT)
            FROM turn_steps WHERE tenant = $tenant AND session_id = $session AND turn_key = $key
            """,
            key);
        command.Set("$key", turnKey);
        command.Set("$now", now.UtcTicks);
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

    /// <summary>Deletes a tenant's steps of turns that have not completed, where the last of a turn is old.</summary>
    public static void DeleteOld(SqliteConnection connection, string tenant, DateTimeOffset now)
    {
        using var command = connection.CreateCommand(
            """
            DELETE FROM turn_steps AS step
            WHERE tenant = $tenant AND recorded_at < $limit AND NOT EXISTS (
              SELECT 1 FROM turn_steps AS later
              WHERE later.tenant = $tenant AND later.session_id = step.session_id AND later.turn_key = step.turn_key AND later.recorded_at >= $limit)
            """);
        command.Set("$tenant", tenant);
        command.Set("$limit", (now - SessionStore.StepRetention).UtcTicks);
        command.ExecuteNonQuery();
    }
}
