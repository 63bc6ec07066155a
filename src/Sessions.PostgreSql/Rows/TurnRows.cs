using Npgsql;
using Sessions.Storage;

namespace Sessions;

/// <summary>A page of turns as rows; a last one says that there are more.</summary>
internal static class TurnRows
{
    public static async ValueTask<TurnPage> ReadAsync(NpgsqlDataReader row, SessionKey key, CancellationToken cancellationToken)
    {
        var turns = new List<StoredTurn>();
        var hasMore = false;
        while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            DamagedRow.Explain(() => Add(row), $"session '{key}'");
        }

        return new TurnPage(turns, hasMore);

        void Add(NpgsqlDataReader row)
        {
            if (row.GetString(0) == "more")
            {
                hasMore = true;
            }
            else
            {
                turns.Add(TurnColumns.Read(row, 1));
            }
        }
    }
}
