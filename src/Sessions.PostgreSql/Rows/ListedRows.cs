using Npgsql;
using Sessions.Storage;

namespace Sessions;

/// <summary>A page of the sessions that a query fits: what is asked, and the rows.</summary>
internal static class ListedRows
{
    /// <summary>Whether no session fits: no title and no metadata has a NUL character, and no text of the server's can.</summary>
    public static bool IsEmpty(SessionQuery query) =>
        query.Title?.Contains('\0', StringComparison.Ordinal) is true || query.Metadata.Any(pair => pair.Key.Contains('\0', StringComparison.Ordinal) || pair.Value.Contains('\0', StringComparison.Ordinal));

    /// <summary>Says which sessions, and which page of them.</summary>
    /// <inheritdoc cref="BindConditions"/>
    public static NpgsqlCommand BindPage(NpgsqlCommand command, SessionQuery query, long[]? segments, DateTimeOffset? now)
    {
        var place = SessionCursor.Of(query);
        return BindConditions(command, query, segments, now)
            .Boolean(query.Order == SessionOrder.Id).Time(place?.UpdatedAt).Text(place is null ? null : BoundedText.Of(place.Value.Id)).Integer(query.MaxCount);
    }

    /// <summary>Says which sessions.</summary>
    /// <param name="command">The command.</param>
    /// <param name="query">The query.</param>
    /// <param name="segments">The sessions that have the words that it names, if it does.</param>
    /// <param name="now">The time from which on what expires is absent; <see langword="null"/> lists what has expired too.</param>
    public static NpgsqlCommand BindConditions(NpgsqlCommand command, SessionQuery query, long[]? segments, DateTimeOffset? now) => command
        .Text(BoundedText.Of(query.Tenant)).Time(now).Text(query.AgentId).Text(query.Owner).Time(query.UpdatedAfter).Time(query.UpdatedBefore)
        .Text(query.Title).Text(DetailsColumns.WriteMetadata(query.Metadata)).Bigints(segments);

    public static async ValueTask<IReadOnlyList<SessionSummary>> ReadAsync(NpgsqlDataReader row, SessionQuery query, CancellationToken cancellationToken)
    {
        var page = new List<SessionSummary>();
        while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            DamagedRow.Explain(() => page.Add(Read(row, query)), $"tenant '{query.Tenant}'");
        }

        return page;
    }

    private static SessionSummary Read(NpgsqlDataReader row, SessionQuery query)
    {
        var key = new SessionKey(query.Tenant, row.TextOrNull(1) ?? row.GetString(0));
        var updatedAt = row.Time(5);
        return new SessionSummary
        {
            Key = key,
            AgentId = row.GetString(2),
            TurnCount = row.GetInt64(3),
            CreatedAt = row.Time(4),
            UpdatedAt = updatedAt,
            Details = DetailsColumns.Read(row, 6) ?? new SessionDetails(),
            Usage = new TokenUsage(row.GetInt64(10), row.GetInt64(11), row.GetInt64(12)),
            Cursor = new SessionCursor(query.Order, updatedAt, key.Id).ToString(),
        };
    }
}
