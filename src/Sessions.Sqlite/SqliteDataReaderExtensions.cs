using Microsoft.Data.Sqlite;

namespace Sessions;

/// <summary>Columns as the stored types have them.</summary>
internal static class SqliteDataReaderExtensions
{
    public static string? GetStringOrNull(this SqliteDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);

    /// <summary>The UTF-8 bytes of a text, which is how SQLite has it.</summary>
    public static byte[]? GetBytesOrNull(this SqliteDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetFieldValue<byte[]>(ordinal);

    public static DateTimeOffset GetTime(this SqliteDataReader reader, int ordinal) => new(reader.GetInt64(ordinal), TimeSpan.Zero);

    /// <summary>Makes what a row holds, or says which row cannot be read.</summary>
    /// <param name="reader">Stands at the row.</param>
    /// <param name="read">Makes it of the row.</param>
    /// <param name="table">The table.</param>
    /// <param name="owner">Whose row it is.</param>
    /// <exception cref="SessionFormatException">The row holds what no value of its columns' types can be made of.</exception>
    public static T Read<T>(this SqliteDataReader reader, Func<SqliteDataReader, T> read, string table, string owner)
    {
        try
        {
            return read(reader);
        }
        catch (Exception exception) when (exception is not (SqliteException or SessionException))
        {
            throw new SessionFormatException($"A row of '{table}' of {owner} cannot be read: {exception.Message} What is stored is unchanged; mend the row, or restore the file from a backup.", exception);
        }
    }
}
