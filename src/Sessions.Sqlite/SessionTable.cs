using Microsoft.Data.Sqlite;
using Sessions.Storage;

namespace Sessions;

/// <summary>Heads, as rows.</summary>
internal static class SessionTable
{
    /// <summary>The rows that a query fits.</summary>
    private const string Fits = "tenant = $tenant AND ($agent IS NULL OR agent_id = $agent)";

    /// <summary>The rows, of whatever table, of the sessions that a query fits.</summary>
    private const string OfFitting = $"tenant = $tenant AND session_id IN (SELECT session_id FROM sessions WHERE {Fits})";

    public static SessionHead? Read(SqliteConnection connection, SessionKey key)
    {
        using var command = connection.CreateCommand(
            """
            SELECT agent_id, history_owner, service_session_id, current_turn, last_turn, revision, created_at, updated_at
            FROM sessions WHERE tenant = $tenant AND session_id = $session
            """,
            key);
        using var reader = command.ExecuteReader();
        return reader.Read() ? reader.Read(row => ReadHead(row, key), "sessions", $"session '{key}'") : null;
    }

    public static long? ReadRevision(SqliteConnection connection, SessionKey key)
    {
        using var command = connection.CreateCommand("SELECT revision FROM sessions WHERE tenant = $tenant AND session_id = $session", key);
        return (long?)command.ExecuteScalar();
    }

    /// <summary>Reads a page of the sessions that a query fits.</summary>
    public static IReadOnlyList<SessionSummary> List(SqliteConnection connection, SessionQuery query, string? afterId, int count)
    {
        using var command = connection.CreateCommand("SELECT session_id, agent_id, current_turn, created_at, updated_at FROM sessions WHERE " + Fits + " AND session_id > $after ORDER BY session_id LIMIT $count", query);
        command.Set("$after", afterId ?? "");
        command.Set("$count", count);
        using var reader = command.ExecuteReader();
        var page = new List<SessionSummary>();
        while (reader.Read())
        {
            page.Add(reader.Read(row => ReadSummary(connection, row, query.Tenant), "sessions", $"tenant '{query.Tenant}'"));
        }

        return page;
    }

    /// <summary>Writes the head if the stored one is at the expected revision.</summary>
    public static void Write(SqliteConnection connection, SessionHead head, long? expectedRevision)
    {
        using var command = expectedRevision is null ? CreateInsert(connection, head.Key) : CreateUpdate(connection, head.Key);
        command.Set("$expected", expectedRevision);
        command.Set("$agent", head.AgentId);
        command.Set("$owner", (int)head.HistoryOwner);
        command.Set("$service", head.ServiceSessionId);
        command.Set("$current", head.CurrentTurn);
        command.Set("$last", head.LastTurn);
        command.Set("$revision", head.Revision);
        command.Set("$created", head.CreatedAt.UtcTicks);
        command.Set("$updated", head.UpdatedAt.UtcTicks);
        if (command.ExecuteNonQuery() == 0)
        {
            throw new SessionConflictException(head.Key, expectedRevision ?? 0, Read(connection, head.Key)?.Revision);
        }
    }

    /// <summary>Deletes a session from every table.</summary>
    public static bool Delete(SqliteConnection connection, SessionKey key)
    {
        using var command = connection.CreateCommand(
            """
            DELETE FROM messages WHERE tenant = $tenant AND session_id = $session;
            DELETE FROM state_values WHERE tenant = $tenant AND session_id = $session;
            DELETE FROM turn_steps WHERE tenant = $tenant AND session_id = $session;
            DELETE FROM turns WHERE tenant = $tenant AND session_id = $session;
            DELETE FROM sessions WHERE tenant = $tenant AND session_id = $session;
            SELECT changes() > 0;
            """,
            key);
        return (long)command.ExecuteScalar()! != 0;
    }

    /// <summary>Deletes the sessions that a query fits from every table.</summary>
    /// <returns>How many there were.</returns>
    public static long Delete(SqliteConnection connection, SessionQuery query)
    {
        using var command = connection.CreateCommand(
            $"""
            DELETE FROM messages WHERE {OfFitting};
            DELETE FROM state_values WHERE {OfFitting};
            DELETE FROM turn_steps WHERE {OfFitting} OR (tenant = $tenant AND $all);
            DELETE FROM turns WHERE {OfFitting};
            DELETE FROM sessions WHERE {Fits};
            SELECT changes();
            """,
            query);
        command.Set("$all", query.IsAllOfTenant);
        return (long)command.ExecuteScalar()!;
    }

    private static SessionHead ReadHead(SqliteDataReader row, SessionKey key) => new()
    {
        Key = key,
        AgentId = row.GetString(0),
        HistoryOwner = (HistoryOwner)row.GetInt32(1),
        ServiceSessionId = row.GetStringOrNull(2),
        CurrentTurn = row.GetInt64(3),
        LastTurn = row.GetInt64(4),
        Revision = row.GetInt64(5),
        CreatedAt = row.GetTime(6),
        UpdatedAt = row.GetTime(7),
    };

    private static SessionSummary ReadSummary(SqliteConnection connection, SqliteDataReader row, string tenant)
    {
        var key = new SessionKey(tenant, row.GetString(0));
        return new SessionSummary
        {
            Key = key,
            AgentId = row.GetString(1),
            TurnCount = TurnChain.Read(connection, key, afterTurn: 0, throughTurn: row.GetInt64(2)).Sum(run => run.Last - run.First + 1),
            CreatedAt = row.GetTime(3),
            UpdatedAt = row.GetTime(4),
        };
    }

    private static SqliteCommand CreateInsert(SqliteConnection connection, SessionKey key) => connection.CreateCommand(
        """
        INSERT INTO sessions (tenant, session_id, agent_id, history_owner, service_session_id, current_turn, last_turn, revision, created_at, updated_at)
        VALUES ($tenant, $session, $agent, $owner, $service, $current, $last, $revision, $created, $updated)
        ON CONFLICT DO NOTHING
        """,
        key);

    private static SqliteCommand CreateUpdate(SqliteConnection connection, SessionKey key) => connection.CreateCommand(
        """
        UPDATE sessions SET agent_id = $agent, history_owner = $owner, service_session_id = $service, current_turn = $current,
          last_turn = $last, revision = $revision, created_at = $created, updated_at = $updated
        WHERE tenant = $tenant AND session_id = $session AND revision = $expected
        """,
        key);
}
