using Microsoft.Data.Sqlite;

namespace Sessions;

/// <summary>Says which row cannot be read, where one holds what no value of its columns' types can be made of.</summary>
internal static class DamagedRow
{
    /// <summary>Makes what a row holds.</summary>
    /// <param name="read">Makes it.</param>
    /// <param name="table">The table.</param>
    /// <param name="owner">Whose row it is.</param>
    /// <exception cref="SessionFormatException">It cannot be made.</exception>
    public static T Explain<T>(Func<T> read, string table, string owner)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw Exception(table, owner, exception);
        }
    }

    public static bool IsDamage(Exception exception) => exception is not (SqliteException or SessionException or OperationCanceledException or OutOfMemoryException);

    public static SessionFormatException Exception(string table, string owner, Exception exception) =>
        new($"A row of '{table}' of {owner} cannot be read: {exception.Message} What is stored is unchanged; mend the row, or restore the file from a backup.", exception);
}
