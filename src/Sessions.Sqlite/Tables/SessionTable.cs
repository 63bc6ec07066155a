using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sessions.Storage;

namespace Sessions;

/// <summary>Sessions, as rows: head, details, and the state as of the head's current turn.</summary>
internal static class SessionTable
{
    private const string Head =
        """
        segment, agent_id, history_owner, service_session_id, current_turn, last_turn, turn_count, revision, created_at, updated_at,
        expires_at, title, owner, metadata
        """;

    private static readonly Sql FindRow = new($"SELECT {Head}, state_turn, state_depth, state FROM sessions WHERE tenant = ? AND session_id = ?");

    private static readonly Sql Insert = new(
        """
        INSERT INTO sessions (tenant, session_id, agent_id, history_owner, service_session_id, current_turn, last_turn, turn_count, revision, created_at, updated_at,
          expires_at, title, owner, metadata, input_tokens, output_tokens, total_tokens, state_turn, state_depth, state)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        RETURNING segment
        """);

    private static readonly Sql UpdatePlace = new(
        """
        UPDATE sessions SET current_turn = ?, last_turn = ?, turn_count = ?, revision = ?, updated_at = ?,
          input_tokens = input_tokens + ?, output_tokens = output_tokens + ?, total_tokens = total_tokens + ? WHERE segment = ?
        """);

    private static readonly Sql UpdatePlaceAndState = new(
        """
        UPDATE sessions SET current_turn = ?, last_turn = ?, turn_count = ?, revision = ?, updated_at = ?,
          input_tokens = input_tokens + ?, output_tokens = output_tokens + ?, total_tokens = total_tokens + ?,
          state_turn = ?, state_depth = ?, state = ? WHERE segment = ?
        """);

    // Setting an indexed column to what it is costs as much as changing it.
    private static readonly Sql UpdateOwnership = new(
        "UPDATE sessions SET agent_id = ?, history_owner = ?, service_session_id = ? WHERE segment = ?");

    private static readonly Sql UpdateExpiry = new("UPDATE sessions SET expires_at = ? WHERE segment = ?");

    private static readonly Sql UpdateDetails = new("UPDATE sessions SET title = ?, owner = ?, metadata = ?, expires_at = ? WHERE segment = ?");

    private static readonly Sql DeleteRow = new("DELETE FROM sessions WHERE segment = ?");

    private static readonly Sql FindExpired = new("SELECT segment, tenant, session_id, created_at FROM sessions WHERE expires_at <= ? ORDER BY expires_at LIMIT ?");

    /// <summary>Finds a session, whether or not it has expired.</summary>
    public static SessionRow? Find(SqliteLink link, SessionKey key)
    {
        using var row = link.Use(FindRow).Bind(key.Tenant).Bind(key.Id);
        return row.Step() ? DamagedRow.Explain(() => Read(row, key), "sessions", $"session '{key}'") : null;
    }

    /// <summary>Adds a session.</summary>
    /// <returns>Its segment.</returns>
    public static long Add(SqliteLink link, SessionHead head, SessionDetails? details, DateTimeOffset? expiresAt, TokenUsage usage, StateSlots state)
    {
        using var row = link.Use(Insert)
            .Bind(head.Key.Tenant).Bind(head.Key.Id).Bind(head.AgentId).Bind((long)head.HistoryOwner).Bind(head.ServiceSessionId)
            .Bind(head.CurrentTurn).Bind(head.LastTurn).Bind(head.TurnCount).Bind(head.Revision).Bind(head.CreatedAt).Bind(head.UpdatedAt)
            .Bind(expiresAt ?? details?.ExpiresAt).Bind(details?.Title).Bind(details?.Owner).BindText(WriteMetadata(details))
            .Bind(usage.InputTokens).Bind(usage.OutputTokens).Bind(usage.TotalTokens)
            .Bind(state.Link.Turn).Bind(state.Link.Depth).BindText(state.Count == 0 ? null : state.Write());
        _ = row.Step();
        return row.Int64(0);
    }

    /// <summary>Writes where a session stands.</summary>
    /// <param name="link">The connection.</param>
    /// <param name="before">The session as it is.</param>
    /// <param name="head">The head as it is to be.</param>
    /// <param name="usage">The tokens to add.</param>
    /// <param name="state">The state as it is to be; <see langword="null"/> where it stays.</param>
    public static void Update(SqliteLink link, SessionRow before, SessionHead head, TokenUsage usage, StateSlots? state)
    {
        var update = link.Use(state is null ? UpdatePlace : UpdatePlaceAndState)
            .Bind(head.CurrentTurn).Bind(head.LastTurn).Bind(head.TurnCount).Bind(head.Revision).Bind(head.UpdatedAt)
            .Bind(usage.InputTokens).Bind(usage.OutputTokens).Bind(usage.TotalTokens);
        if (state is not null)
        {
            update.Bind(state.Link.Turn).Bind(state.Link.Depth).BindText(state.Count == 0 ? null : state.Write());
        }

        update.Bind(before.Segment).Execute();
        if (!before.HasSameOwnership(head))
        {
            link.Use(UpdateOwnership).Bind(head.AgentId).Bind((long)head.HistoryOwner).Bind(head.ServiceSessionId).Bind(before.Segment).Execute();
        }
    }

    public static void SetExpiry(SqliteLink link, long segment, DateTimeOffset expiresAt) => link.Use(UpdateExpiry).Bind(expiresAt).Bind(segment).Execute();

    public static void SetDetails(SqliteLink link, long segment, SessionDetails details) => link.Use(UpdateDetails)
        .Bind(details.Title).Bind(details.Owner).BindText(WriteMetadata(details)).Bind(details.ExpiresAt).Bind(segment).Execute();

    public static void Delete(SqliteLink link, long segment) => link.Use(DeleteRow).Bind(segment).Execute();

    public static List<(long Segment, SessionKey Key, DateTimeOffset CreatedAt)> Expired(SqliteLink link, DateTimeOffset now, int maxCount)
    {
        var expired = new List<(long, SessionKey, DateTimeOffset)>();
        using var row = link.Use(FindExpired).Bind(now).Bind(maxCount);
        while (row.Step())
        {
            expired.Add((row.Int64(0), new SessionKey(row.Text(1), row.Text(2)), row.Time(3)));
        }

        return expired;
    }

    /// <summary>Metadata as JSON, always written in the same way, so that a pair can be looked for in it.</summary>
    public static byte[]? WriteMetadata(SessionDetails? details) =>
        details is null || details.Metadata.IsEmpty ? null : WriteMetadata(details.Metadata);

    public static byte[] WriteMetadata(ImmutableDictionary<string, string> metadata)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    public static SessionDetails? ReadDetails(SqliteStatement row, int expiresAt, int title, int owner, int metadata)
    {
        if (row.IsNull(expiresAt) && row.IsNull(title) && row.IsNull(owner) && row.IsNull(metadata))
        {
            return null;
        }

        return new SessionDetails
        {
            ExpiresAt = row.TimeOrNull(expiresAt),
            Title = row.TextOrNull(title),
            Owner = row.TextOrNull(owner),
            Metadata = row.IsNull(metadata) ? ImmutableDictionary<string, string>.Empty : ReadMetadata(row.Utf8(metadata)),
        };
    }

    private static ImmutableDictionary<string, string> ReadMetadata(ReadOnlySpan<byte> json)
    {
        var pairs = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json);
        _ = reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            _ = reader.Read();
            pairs[key] = reader.GetString() ?? throw new JsonException("A value of the metadata is null.");
        }

        return pairs.ToImmutable();
    }

    private static SessionRow Read(SqliteStatement row, SessionKey key) => new()
    {
        Segment = row.Int64(0),
        Head = new SessionHead
        {
            Key = key,
            AgentId = row.Text(1),
            HistoryOwner = (HistoryOwner)row.Int64(2),
            ServiceSessionId = row.TextOrNull(3),
            CurrentTurn = row.Int64(4),
            LastTurn = row.Int64(5),
            TurnCount = row.Int64(6),
            Revision = row.Int64(7),
            CreatedAt = row.Time(8),
            UpdatedAt = row.Time(9),
        },
        Details = ReadDetails(row, 10, 11, 12, 13),
        Link = (row.Int64(14), row.Int64(15)),
        StateJson = row.IsNull(16) ? default : row.Utf8(16).ToArray(),
    };
}
