using System.Data.Common;
using Sessions.Storage;

namespace Sessions;

/// <summary>Says whose row cannot be read, where one holds what no value of its columns' meaning can be made of.</summary>
internal static class DamagedRow
{
    /// <summary>Reads a row.</summary>
    /// <param name="read">Reads it.</param>
    /// <param name="owner">Whose row it is.</param>
    /// <exception cref="SessionFormatException">It cannot be read.</exception>
    public static void Explain(Action read, string owner)
    {
        try
        {
            read();
        }
        catch (Exception exception) when (exception is not (DbException { InnerException: IOException } or IOException or SessionException or OperationCanceledException or OutOfMemoryException))
        {
            throw new SessionFormatException($"A row of {owner} cannot be read: {exception.Message} What is stored is unchanged; mend the row, or restore the database from a backup.", exception);
        }
    }
}
