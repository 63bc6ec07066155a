using Npgsql;

namespace Sessions;

/// <summary>Reads columns, which may be empty.</summary>
internal static class Columns
{
    public static string? TextOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? BigintOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static byte[] Bytes(this NpgsqlDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public static ReadOnlyMemory<byte>? BytesOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? default(ReadOnlyMemory<byte>?) : row.Bytes(column);

    public static DateTimeOffset Time(this NpgsqlDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);

    public static DateTimeOffset? TimeOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    /// <summary>The only column of the only row.</summary>
    public static async ValueTask<T> ScalarAsync<T>(NpgsqlDataReader row, CancellationToken cancellationToken)
    {
        _ = await row.ReadAsync(cancellationToken).ConfigureAwait(false);
        return row.IsDBNull(0) ? default! : row.GetFieldValue<T>(0);
    }
}
