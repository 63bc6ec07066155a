using Sessions.Storage;

namespace Sessions;

/// <summary>The finished steps of turns with a key that are under way, as rows. The session need not be there yet, so its key names it.</summary>
internal static class StepTable
{
    // The steps of a key expire together, with the last of them.
    private static readonly Sql ReadRows = new(
        "SELECT ordinal, json, expires_at FROM steps WHERE tenant = ? AND session_id = ? AND turn_key = ? ORDER BY ordinal");

    private static readonly Sql FindRow = new("SELECT json FROM steps WHERE tenant = ? AND session_id = ? AND turn_key = ? AND ordinal = ?");
    private static readonly Sql Insert = new("INSERT INTO steps (tenant, session_id, turn_key, ordinal, expires_at, session_created_at, json) VALUES (?, ?, ?, ?, ?, ?, ?)");
    private static readonly Sql DeleteOfKey = new("DELETE FROM steps WHERE tenant = ? AND session_id = ? AND turn_key = ?");
    private static readonly Sql DeleteOfSession = new("DELETE FROM steps WHERE tenant = ? AND session_id = ?");
    private static readonly Sql DeleteOfCreation = new("DELETE FROM steps WHERE tenant = ? AND session_id = ? AND session_created_at = ?");

    private static readonly Sql DeleteExpiredOfKey = new(
        """
        DELETE FROM steps WHERE tenant = ?1 AND session_id = ?2 AND turn_key = ?3 AND NOT EXISTS (
          SELECT 1 FROM steps AS later
          WHERE later.tenant = ?1 AND later.session_id = ?2 AND later.turn_key = ?3 AND later.expires_at > ?4)
        """);

    private static readonly Sql DeleteOfTenant = new("DELETE FROM steps WHERE tenant = ?");

    private static readonly Sql FindExpired = new(
        """
        SELECT tenant, session_id, turn_key FROM steps AS step
        WHERE expires_at <= ?1 AND NOT EXISTS (
          SELECT 1 FROM steps AS later
          WHERE later.tenant = step.tenant AND later.session_id = step.session_id AND later.turn_key = step.turn_key AND later.expires_at > ?1)
        ORDER BY expires_at LIMIT ?2
        """);

    public static IReadOnlyList<StoredStep> Read(SqliteLink link, SessionKey key, string turnKey, DateTimeOffset now)
    {
        var steps = new List<StoredStep>();
        using var row = link.Use(ReadRows).Bind(key.Tenant).Bind(key.Id).Bind(turnKey);
        while (row.Step())
        {
            steps.Add(DamagedRow.Explain(() => new StoredStep { Ordinal = (int)row.Int64(0), Json = row.Utf8(1).ToArray(), ExpiresAt = row.Time(2) }, "steps", $"session '{key}'"));
        }

        return steps.Exists(step => step.ExpiresAt > now) ? steps : [];
    }

    public static StepOutcome Append(SqliteLink link, SessionKey key, string turnKey, StoredStep step, DateTimeOffset now)
    {
        _ = DeleteExpired(link, now, maxCount: 1);
        _ = link.Use(DeleteExpiredOfKey).Bind(key.Tenant).Bind(key.Id).Bind(turnKey).Bind(now).Execute();
        using (var row = link.Use(FindRow).Bind(key.Tenant).Bind(key.Id).Bind(turnKey).Bind(step.Ordinal))
        {
            if (row.Step())
            {
                return row.Utf8(0).SequenceEqual(step.Json.Span) ? StepOutcome.Appended : StepOutcome.OrdinalTaken;
            }
        }

        link.Use(Insert).Bind(key.Tenant).Bind(key.Id).Bind(turnKey).Bind(step.Ordinal).Bind(step.ExpiresAt).Bind(step.SessionCreatedAt).BindText(step.Json.Span).Execute();
        return StepOutcome.Appended;
    }

    public static void Delete(SqliteLink link, SessionKey key, string turnKey) => link.Use(DeleteOfKey).Bind(key.Tenant).Bind(key.Id).Bind(turnKey).Execute();

    public static void Delete(SqliteLink link, SessionKey key) => link.Use(DeleteOfSession).Bind(key.Tenant).Bind(key.Id).Execute();

    /// <summary>Deletes the steps of turns of a session that had the key, and was created then. Those of one that is made anew stay.</summary>
    public static void Delete(SqliteLink link, SessionKey key, DateTimeOffset createdAt) =>
        link.Use(DeleteOfCreation).Bind(key.Tenant).Bind(key.Id).Bind(createdAt).Execute();

    public static void DeleteAll(SqliteLink link, string tenant) => link.Use(DeleteOfTenant).Bind(tenant).Execute();

    /// <summary>Deletes the steps of keys whose last has expired.</summary>
    /// <returns>How many keys had some.</returns>
    public static int DeleteExpired(SqliteLink link, DateTimeOffset now, int maxCount)
    {
        var keys = new HashSet<(string Tenant, string Id, string TurnKey)>();
        using (var row = link.Use(FindExpired).Bind(now).Bind(maxCount))
        {
            while (row.Step())
            {
                keys.Add((row.Text(0), row.Text(1), row.Text(2)));
            }
        }

        foreach (var (tenant, id, turnKey) in keys)
        {
            Delete(link, new SessionKey(tenant, id), turnKey);
        }

        return keys.Count;
    }
}
