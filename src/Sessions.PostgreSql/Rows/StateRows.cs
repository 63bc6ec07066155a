using Npgsql;
using Sessions.Storage;

namespace Sessions;

/// <summary>State values as rows.</summary>
internal static class StateRows
{
    /// <summary>Reads rows of a slot, a version and a value.</summary>
    public static async ValueTask<IReadOnlyList<StateValue>> ReadAsync(NpgsqlDataReader row, SessionKey key, CancellationToken cancellationToken)
    {
        var values = new List<StateValue>();
        while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            DamagedRow.Explain(() => values.Add(new StateValue(row.GetString(0), row.GetInt32(1), row.Bytes(2))), $"session '{key}'");
        }

        return values;
    }

    /// <summary>Reads rows of a turn's number and what was written at it: a slot that was emptied has no value.</summary>
    public static async ValueTask<ILookup<long, StateValue>> ReadByTurnAsync(NpgsqlDataReader row, SessionKey key, CancellationToken cancellationToken)
    {
        var values = new List<(long Turn, StateValue Value)>();
        while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            DamagedRow.Explain(() => values.Add((row.GetInt64(0), new StateValue(row.GetString(1), row.GetInt32(2), row.BytesOrNull(3)))), $"session '{key}'");
        }

        return values.ToLookup(one => one.Turn, one => one.Value);
    }
}
