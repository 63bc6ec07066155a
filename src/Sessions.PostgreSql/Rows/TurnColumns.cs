using Npgsql;
using Sessions.Storage;

namespace Sessions;

/// <summary>A turn as columns.</summary>
internal static class TurnColumns
{
    /// <summary>Reads a turn from the columns from one on.</summary>
    public static StoredTurn Read(NpgsqlDataReader row, int first)
    {
        var number = row.GetInt64(first);
        return new StoredTurn
        {
            Number = number,
            Id = row.GetString(first + 1),
            ParentTurn = row.BigintOrNull(first + 2) ?? number - 1,
            Depth = row.BigintOrNull(first + 3) ?? number,
            TurnKey = row.TextOrNull(first + 4),
            InputHash = row.BytesOrNull(first + 5),
            MessageCount = row.GetInt32(first + 6),
            Record = row.Bytes(first + 7),
            Messages = row.Bytes(first + 8),
        };
    }
}
