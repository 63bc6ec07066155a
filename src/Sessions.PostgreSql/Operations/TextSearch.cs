using Sessions.Storage;

namespace Sessions;

/// <summary>Finds sessions by the words of their messages. The first search of a tenant makes the index of its turns.</summary>
internal sealed class TextSearch(PostgreSqlDatabase database)
{
    private const int TurnsAtOnce = 500;

    private static readonly Function Find = new("find_text_v1", 2, IsScalar: true);
    private static readonly Function Begin = new("begin_text_search_v1", 1, IsScalar: true);
    private static readonly Function AwaitWriters = new("await_writers_v1", 0, IsScalar: true);
    private static readonly Function AddTexts = new("add_texts_v1", 2, IsScalar: true);

    /// <summary>The segments of the sessions that have the words that a query asks for; <see langword="null"/> where it asks for none.</summary>
    public async ValueTask<long[]?> FindAsync(SessionQuery query, CancellationToken cancellationToken)
    {
        if (query.Text is null)
        {
            return null;
        }

        long[]? found;
        while ((found = await FindAsync().ConfigureAwait(false)) is null)
        {
            await IndexAsync(BoundedText.Of(query.Tenant), cancellationToken).ConfigureAwait(false);
        }

        return found;

        ValueTask<long[]?> FindAsync() => database.ReadAsync(
            Find, command => command.Text(BoundedText.Of(query.Tenant)).Text(query.Text.Replace('\0', ' ')), Columns.ScalarAsync<long[]?>, cancellationToken);
    }

    /// <summary>Adds all turns of a tenant to the index, in parts. Commits that begin from now on add to it by themselves.</summary>
    private async ValueTask IndexAsync(string tenant, CancellationToken cancellationToken)
    {
        if (await database.WriteAsync(Begin, command => command.Text(tenant), Columns.ScalarAsync<bool>, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        _ = await database.WriteAsync(AwaitWriters, static _ => { }, static (_, _) => new ValueTask<bool>(true), cancellationToken).ConfigureAwait(false);
        while (!await database.WriteAsync(AddTexts, command => command.Text(tenant).Integer(TurnsAtOnce), Columns.ScalarAsync<bool>, cancellationToken).ConfigureAwait(false))
        {
        }
    }
}
