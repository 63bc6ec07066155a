using Sessions.Storage;

namespace Sessions;

/// <summary>Lists the sessions that a query fits, sums their tokens, and deletes them.</summary>
internal sealed class SessionLists(PostgreSqlDatabase database, TimeProvider timeProvider)
{
    private const int SessionsAtOnce = 100;

    private static readonly Function List = new("list_v1", 13);
    private static readonly Function Sum = new("usage_v1", 9);
    private static readonly Function Delete = new("delete_v1", 3, IsScalar: true);
    private static readonly Function DeleteRest = new("delete_rest_v1", 1, IsScalar: true);

    private readonly TextSearch _texts = new(database);

    private DateTimeOffset Now => timeProvider.GetUtcNow();

    /// <summary>A page of the list.</summary>
    public async ValueTask<IReadOnlyList<SessionSummary>> ListPageAsync(SessionQuery query, CancellationToken cancellationToken) => ListedRows.IsEmpty(query)
        ? []
        : await ListAsync(query, await _texts.FindAsync(query, cancellationToken).ConfigureAwait(false), Now, cancellationToken).ConfigureAwait(false);

    /// <summary>The tokens of all of them.</summary>
    public async ValueTask<TokenUsage> SumAsync(SessionQuery query, CancellationToken cancellationToken)
    {
        if (ListedRows.IsEmpty(query))
        {
            return default;
        }

        var segments = await _texts.FindAsync(query, cancellationToken).ConfigureAwait(false);
        return await database.ReadAsync(
            Sum,
            command => ListedRows.BindConditions(command, query, segments, Now),
            static async (row, token) =>
            {
                _ = await row.ReadAsync(token).ConfigureAwait(false);
                return new TokenUsage(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes them all, page by page, and with a whole tenant what else there is of it.</summary>
    /// <returns>How many there were.</returns>
    public async ValueTask<long> DeleteAsync(SessionQuery query, CancellationToken cancellationToken)
    {
        if (ListedRows.IsEmpty(query))
        {
            return 0;
        }

        var segments = await _texts.FindAsync(query, cancellationToken).ConfigureAwait(false);
        var deleted = 0L;
        for (var page = query with { Order = SessionOrder.Id, Cursor = null, MaxCount = SessionsAtOnce }; page is not null;)
        {
            var sessions = await ListAsync(page, segments, now: null, cancellationToken).ConfigureAwait(false);
            deleted += await DeleteAsync(query.Tenant, [.. sessions.Select(session => session.Key.Id)], cancellationToken).ConfigureAwait(false);
            page = sessions.Count < SessionsAtOnce ? null : page with { Cursor = sessions[^1].Cursor };
        }

        if (query.IsAllOfTenant)
        {
            _ = await database.WriteAsync(DeleteRest, command => command.Text(BoundedText.Of(query.Tenant)), static (_, _) => new ValueTask<bool>(true), cancellationToken).ConfigureAwait(false);
        }

        return deleted;
    }

    /// <summary>Deletes some sessions of a tenant.</summary>
    /// <returns>How many there were.</returns>
    public async ValueTask<int> DeleteAsync(string tenant, string[] ids, CancellationToken cancellationToken) => ids.Length == 0 ? 0 : await database.WriteAsync(
        Delete, command => command.Text(BoundedText.Of(tenant)).Texts([.. ids.Select(BoundedText.Of)]).Time(Now), Columns.ScalarAsync<int>, cancellationToken).ConfigureAwait(false);

    private ValueTask<IReadOnlyList<SessionSummary>> ListAsync(SessionQuery page, long[]? segments, DateTimeOffset? now, CancellationToken cancellationToken) =>
        database.ReadAsync(List, command => ListedRows.BindPage(command, page, segments, now), (row, token) => ListedRows.ReadAsync(row, page, token), cancellationToken);
}
