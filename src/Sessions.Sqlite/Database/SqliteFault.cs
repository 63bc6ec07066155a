using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sessions;

/// <summary>Says what is wrong with a database file, and the way out.</summary>
internal static class SqliteFault
{
    /// <summary>Names a failure whose cause is the file, or a row that no table's own reader has named; <see langword="null"/> for others.</summary>
    public static SessionException? Name(string dataSource, Exception exception) => exception switch
    {
        SqliteException failure when IsOfFile(failure) => Explain(dataSource, failure),
        InvalidDataException or JsonException => new SessionFormatException(
            $"A row of the session database '{dataSource}' cannot be read: {exception.Message} What is stored is unchanged; mend the row, or restore the file from a backup.", exception),
        _ => null,
    };

    /// <summary>Whether the file is the cause of a failure.</summary>
    private static bool IsOfFile(SqliteException exception) =>
        exception.SqliteErrorCode is raw.SQLITE_CANTOPEN or raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT or raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_ERROR;

    public static bool IsOfFullDisk(Exception? exception) => exception is SqliteException { SqliteErrorCode: raw.SQLITE_FULL };

    private static SessionStoreException Explain(string dataSource, SqliteException exception)
    {
        var message = exception.SqliteErrorCode switch
        {
            raw.SQLITE_CANTOPEN => CannotOpen(dataSource),
            raw.SQLITE_NOTADB => $"'{dataSource}' is not a SQLite database; nothing in it was changed. Name another file in the connection string, or move this one away.",
            raw.SQLITE_CORRUPT => $"The session database '{dataSource}' is damaged. Restore it from a backup, or save what can be read with the sqlite3 shell's .recover command.",
            // The statements are constant: what they say is there is not.
            raw.SQLITE_ERROR => $"The session database '{dataSource}' is damaged, or its tables are not those of its schema version. Restore it from a backup.",
            raw.SQLITE_FULL => $"The disk of the session database '{dataSource}' is full; nothing was written. Make room there. Sessions can be deleted as long as the room that the database's -reserve file keeps is enough.",
            raw.SQLITE_IOERR => $"The session database '{dataSource}' cannot be read or written just now. See that its disk works and has room, for the -shm file beside it too.",
            _ => $"The session database '{dataSource}' cannot be written. Give this process the right to write the file and its directory, and do not open it with Mode=ReadOnly.",
        };
        return new SessionStoreException($"{message} {exception.Message}", exception);
    }

    public static SessionStoreException OtherVersion(string dataSource, long version, long newest) => new(version > newest
        ? $"The session database '{dataSource}' has schema version {version}, and this code knows up to version {newest}; nothing in it was changed. Update Sessions.Sqlite here too, or name another file."
        : $"The session database '{dataSource}' has schema version {version}, which no release of Sessions.Sqlite has written; nothing in it was changed. Restore it from a backup, or name another file.");

    public static SessionStoreException NotReady(string dataSource, long version) =>
        new($"The session database '{dataSource}' has schema version {version}, and this code needs a newer one, which it cannot make because the connection string says Mode=ReadOnly. Open the database once so that it can be written.");

    public static SessionStoreException ForeignDatabase(string dataSource) =>
        new($"'{dataSource}' is another application's SQLite database; nothing in it was changed. Name a file of its own for sessions in the connection string; it is created when it is absent.");

    public static SessionStoreException Moved(string dataSource) => new(
        $"The session database '{dataSource}' was deleted or replaced while it was in use, and what was written last may be in the file that is gone. The next operation uses the file that is at the path by then, or creates it. Stop every process that uses a database before you move it, and move its -wal file with it.");

    public static SqliteException Locked(string dataSource) =>
        new($"SQLite Error 5: 'database is locked': '{dataSource}' was being written all the time that Default Timeout in the connection string says.", raw.SQLITE_BUSY);

    private static string CannotOpen(string dataSource)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(dataSource));
        return Directory.Exists(directory)
            ? $"The session database '{dataSource}' cannot be opened. See that it is a file, and that this process may read and write it and its directory."
            : $"The session database '{dataSource}' cannot be opened: the directory '{directory}' does not exist. Create the directory, or name another file.";
    }
}
