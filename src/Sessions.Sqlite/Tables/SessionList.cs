using System.Collections.Immutable;
using System.Text;
using Sessions.Storage;

namespace Sessions;

/// <summary>Finds the sessions that a query fits, each list along an index in its order.</summary>
internal static class SessionList
{
    private const string Columns =
        """
        SELECT session_id, agent_id, turn_count, created_at, updated_at, expires_at, title, owner, metadata, input_tokens, output_tokens, total_tokens
        FROM sessions
        """;

    // LIKE lets go of the case of ASCII letters, and of no others. Titles and metadata are looked through in indexes that turns do not
    // write, so that the rows of the others are not read. Of metadata the first pair is looked for as text, which is quick; what has it is
    // compared pair by pair, since a key that ends with another in quotes has that text too. The plus keeps the later date from being
    // where the index begins: a list that goes on begins at its cursor.
    private const string Filter =
        """
        tenant = ?1
        AND (?7 IS NULL OR segment IN (
          SELECT segment FROM sessions INDEXED BY sessions_by_title WHERE tenant = ?1 AND title IS NOT NULL AND title LIKE ?7 ESCAPE '\'))
        AND (?8 IS NULL OR segment IN (
          SELECT segment FROM sessions INDEXED BY sessions_by_metadata WHERE tenant = ?1 AND metadata IS NOT NULL AND instr(metadata, ?8) > 0))
        AND updated_at > ?5 AND +updated_at < ?6
        AND (?2 IS NULL OR agent_id = ?2) AND (?3 IS NULL OR owner = ?3) AND (expires_at IS NULL OR expires_at > ?4)
        AND (?9 IS NULL OR NOT EXISTS (
          SELECT 1 FROM json_each(?9) AS pair
          WHERE NOT EXISTS (SELECT 1 FROM json_each(metadata) AS own WHERE own.key = pair.key AND own.value = pair.value)))
        AND (?10 IS NULL OR segment IN (SELECT value FROM json_each(?10)))
        """;

    private const string ByUpdate = "ORDER BY updated_at DESC, session_id LIMIT ?13";

    // The index of the table's unique constraint: with statistics of a small database SQLite would rather sort.
    private static readonly Sql ListById = new($"{Columns} INDEXED BY sqlite_autoindex_sessions_1 WHERE {Filter} AND session_id > ?12 AND ?11 = ?11 ORDER BY session_id LIMIT ?13");
    private static readonly Sql ListByUpdate = Listing("sessions_by_update", "");
    private static readonly Sql ListOfAgent = Listing("sessions_by_agent", "AND agent_id = ?2");
    private static readonly Sql ListOfOwner = Listing("sessions_by_owner", "AND owner = ?3");

    private static readonly Sql SumTokens = new(
        $"SELECT coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0), coalesce(sum(total_tokens), 0) FROM sessions WHERE {Filter}");

    /// <summary>Reads a page.</summary>
    public static IReadOnlyList<SessionSummary> Read(SqliteLink link, SessionQuery query, DateTimeOffset now)
    {
        var cursor = SessionCursor.Of(query);
        var sql = query.Order == SessionOrder.Id ? ListById : query.Owner is not null ? ListOfOwner : query.AgentId is not null ? ListOfAgent : ListByUpdate;
        using var row = Bind(link, sql, query, now)
            .Bind(Math.Min(cursor?.UpdatedAt.UtcTicks ?? long.MaxValue, query.UpdatedBefore?.UtcTicks ?? long.MaxValue))
            .Bind(cursor?.Id ?? "")
            .Bind(query.MaxCount ?? int.MaxValue);
        var page = new List<SessionSummary>();
        while (row.Step())
        {
            page.Add(DamagedRow.Explain(() => Read(row, query), "sessions", $"tenant '{query.Tenant}'"));
        }

        return page;
    }

    /// <summary>Sums the tokens of the sessions that a query fits.</summary>
    public static TokenUsage SumUsage(SqliteLink link, SessionQuery query, DateTimeOffset now)
    {
        using var row = Bind(link, SumTokens, query, now);
        _ = row.Step();
        return new TokenUsage(row.Int64(0), row.Int64(1), row.Int64(2));
    }

    // The rows after a place in the order: those of the same moment with a greater id, and those of before.
    private static Sql Listing(string index, string part) => new(
        $"{Columns} INDEXED BY {index} WHERE {Filter} {part} AND updated_at <= ?11 AND (updated_at < ?11 OR session_id > ?12) {ByUpdate}");

    private static SqliteStatement Bind(SqliteLink link, Sql sql, SessionQuery query, DateTimeOffset now)
    {
        var segments = query.Text is null ? null : TextIndex.FindSessions(link, query.Text);
        return link.Use(sql)
            .Bind(query.Tenant).Bind(query.AgentId).Bind(query.Owner).Bind(now)
            .Bind(query.UpdatedAfter?.UtcTicks ?? long.MinValue).Bind(query.UpdatedBefore?.UtcTicks ?? long.MaxValue)
            .Bind(query.Title is { } title ? PatternOf(title) : null)
            .Bind(query.Metadata.IsEmpty ? null : PairOf(query.Metadata.First()))
            .BindText(query.Metadata.IsEmpty ? null : SessionTable.WriteMetadata(query.Metadata))
            .BindText(segments);
    }

    /// <summary>What LIKE finds a part by. One that is longer than titles are is cut, to what is longer still: SQLite has a limit too.</summary>
    private static string PatternOf(string part)
    {
        if (part.Contains('\0', StringComparison.Ordinal))
        {
            // No title has one, and LIKE would end there. None is as long as this either.
            return new string('_', SessionDetails.MaxLength + 1);
        }

        var text = part.Length > SessionDetails.MaxLength ? part[..(SessionDetails.MaxLength + 1)] : part;
        return $"%{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
    }

    /// <summary>A pair as it stands in a row's metadata.</summary>
    private static string PairOf(KeyValuePair<string, string> pair) =>
        Encoding.UTF8.GetString(SessionTable.WriteMetadata(ImmutableDictionary<string, string>.Empty.Add(pair.Key, pair.Value)).AsSpan(1..^1));

    private static SessionSummary Read(SqliteStatement row, SessionQuery query)
    {
        var key = new SessionKey(query.Tenant, row.Text(0));
        var updatedAt = row.Time(4);
        return new SessionSummary
        {
            Key = key,
            AgentId = row.Text(1),
            TurnCount = row.Int64(2),
            CreatedAt = row.Time(3),
            UpdatedAt = updatedAt,
            Details = SessionTable.ReadDetails(row, 5, 6, 7, 8) ?? new SessionDetails(),
            Usage = new TokenUsage(row.Int64(9), row.Int64(10), row.Int64(11)),
            Cursor = new SessionCursor(query.Order, updatedAt, key.Id).ToString(),
        };
    }
}
