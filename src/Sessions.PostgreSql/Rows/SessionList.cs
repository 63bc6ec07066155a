using System.Globalization;
using System.Text;
using Npgsql;
using Sessions.Storage;

namespace Sessions;

/// <summary>Finds the sessions that a query fits: one statement with the conditions that it names, each list along an index in its order.</summary>
internal static class SessionList
{
    private const string Columns = "id, long_id, agent_id, turn_count, created_at, updated_at, expires_at, title, owner, metadata::text, input_tokens, output_tokens, total_tokens";

    /// <summary>The statement that reads a page, with its parameters.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="query">The query.</param>
    /// <param name="segments">The sessions that have the words that it names, if it does.</param>
    /// <param name="now">The time from which on what expires is absent; <see langword="null"/> lists what has expired too.</param>
    public static (string Sql, Action<NpgsqlCommand> Bind) Page(string schema, SessionQuery query, long[]? segments, DateTimeOffset? now)
    {
        var cursor = SessionCursor.Of(query);
        var statement = Filter(query, segments, now);
        if (cursor is { } place)
        {
            var id = BoundedText.Of(place.Id);
            if (query.Order == SessionOrder.Id)
            {
                statement.And("id > {0}", command => command.Text(id));
            }
            else
            {
                // The first part is where the index begins.
                statement.And("updated_at <= {0}", command => command.Time(place.UpdatedAt));
                statement.And("(updated_at < {0} OR id > {1})", command => command.Time(place.UpdatedAt), command => command.Text(id));
            }
        }

        var order = query.Order == SessionOrder.Id ? "id" : "updated_at DESC, id";
        return statement.Build($"SELECT {Columns} FROM {schema}.sessions", $"ORDER BY {order} LIMIT {(query.MaxCount ?? int.MaxValue).ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary>The statement that sums the tokens of the sessions that a query fits.</summary>
    public static (string Sql, Action<NpgsqlCommand> Bind) Usage(string schema, SessionQuery query, long[]? segments, DateTimeOffset now) =>
        Filter(query, segments, now).Build($"SELECT coalesce(sum(input_tokens), 0)::bigint, coalesce(sum(output_tokens), 0)::bigint, coalesce(sum(total_tokens), 0)::bigint FROM {schema}.sessions", "");

    public static async ValueTask<IReadOnlyList<SessionSummary>> ReadAsync(NpgsqlDataReader row, SessionQuery query, CancellationToken cancellationToken)
    {
        var page = new List<SessionSummary>();
        while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            DamagedRow.Explain(() => page.Add(Read(row, query)), $"tenant '{query.Tenant}'");
        }

        return page;
    }

    private static Conditions Filter(SessionQuery query, long[]? segments, DateTimeOffset? now)
    {
        var conditions = new Conditions();
        conditions.And("tenant = {0}", command => command.Text(BoundedText.Of(query.Tenant)));
        if (now is { } time)
        {
            conditions.And("(expires_at IS NULL OR expires_at > {0})", command => command.Time(time));
        }

        if (query.AgentId is { } agent)
        {
            conditions.And("left(agent_id, 64) = left({0}, 64) AND agent_id = {0}", command => command.Text(agent));
        }

        if (query.Owner is { } owner)
        {
            conditions.And("left(owner, 64) = left({0}, 64) AND owner = {0}", command => command.Text(owner));
        }

        if (query.UpdatedAfter is { } after)
        {
            conditions.And("updated_at > {0}", command => command.Time(after));
        }

        if (query.UpdatedBefore is { } before)
        {
            conditions.And("updated_at < {0}", command => command.Time(before));
        }

        if (query.Title is { } title)
        {
            // The case of ASCII letters alone is let go of. No title has a NUL character, and no text of the server's can.
            conditions.And(
                title.Contains('\0', StringComparison.Ordinal) ? "{0} = ''" : "strpos(folded_title, lower({0} COLLATE \"C\")) > 0",
                command => command.Text(title.Replace("\0", " ", StringComparison.Ordinal)));
        }

        if (query.Metadata.Values.Any(value => value.Contains('\0', StringComparison.Ordinal)))
        {
            conditions.And("false");
        }
        else if (!query.Metadata.IsEmpty)
        {
            conditions.And("metadata @> {0}::jsonb", command => command.Text(DetailsColumns.WriteMetadata(query.Metadata)));
        }

        if (segments is not null)
        {
            conditions.And("segment = ANY ({0})", command => command.Bigints(segments));
        }

        return conditions;
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

    /// <summary>Conditions that all hold, with the parameters that they name by their place among their own.</summary>
    private sealed class Conditions
    {
        private readonly List<string> _parts = [];
        private readonly List<Func<NpgsqlCommand, NpgsqlCommand>> _parameters = [];

        public void And(string condition, params Func<NpgsqlCommand, NpgsqlCommand>[] parameters)
        {
            var text = new StringBuilder(condition);
            for (var i = 0; i < parameters.Length; i++)
            {
                _parameters.Add(parameters[i]);
                text.Replace($"{{{i}}}", $"${_parameters.Count}");
            }

            _parts.Add(text.ToString());
        }

        public (string Sql, Action<NpgsqlCommand> Bind) Build(string select, string rest) =>
            ($"{select} WHERE {string.Join(" AND ", _parts)} {rest}", command => _parameters.ForEach(parameter => parameter(command)));
    }
}
