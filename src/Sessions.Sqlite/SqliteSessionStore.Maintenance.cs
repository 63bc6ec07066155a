using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sessions;

// What is done to the file as a whole, while it is in use.
public sealed partial class SqliteSessionStore
{
    private const int PagesAtOnce = 256;

    /// <summary>
    /// Writes a copy of the database to another file, which is as of one moment, while others read and write. What is erased later is
    /// still in it.
    /// </summary>
    /// <param name="path">The file, which must not exist.</param>
    /// <param name="cancellationToken">Cancels the copying; what has been written of the file is deleted.</param>
    /// <exception cref="IOException">The file exists, or cannot be made.</exception>
    /// <example><code>await store.BackupAsync($"backup/sessions-{DateTime.UtcNow:yyyyMMdd}.db");</code></example>
    public async ValueTask BackupAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        cancellationToken.ThrowIfCancellationRequested();
        CreateFile(path);
        try
        {
            await _database.ReadAsync(link => Backup(link, path, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Looks the whole file over: pages, rows and indexes. It reads everything, and others read and write meanwhile.</summary>
    /// <param name="cancellationToken">Cancels it before it begins.</param>
    /// <returns>What is wrong; nothing where nothing is.</returns>
    public ValueTask<IReadOnlyList<string>> CheckIntegrityAsync(CancellationToken cancellationToken = default) =>
        _database.ReadAsync<IReadOnlyList<string>>(
            static link =>
            {
                var found = new List<string>();
                using var row = link.Use(CheckIntegrity);
                while (row.Step())
                {
                    found.Add(row.Text(0));
                }

                return found is ["ok"] ? [] : found;
            },
            cancellationToken);

    /// <summary>
    /// Gives the room that erased sessions have left back to the file system, in parts, so that others need not wait. Without it the
    /// room is used again by what comes.
    /// </summary>
    /// <param name="cancellationToken">Cancels the work; what is given back by then is.</param>
    public async ValueTask CompactAsync(CancellationToken cancellationToken = default)
    {
        while (await _database.WriteAsync(static link => GiveBack(link), cancellationToken).ConfigureAwait(false))
        {
        }

        await _database.EraseAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Rewrites the file: all free room is given back to the file system, and nothing is left of what was erased, not in the parts of
    /// pages that are not in use either. That needs room for two more copies of the file for a while.
    /// </summary>
    /// <remarks>
    /// Whoever writes waits meanwhile, and fails after the <c>Default Timeout</c> of its connection string: do it when there is little to
    /// do. <see cref="CompactAsync"/> gives most of the room back and keeps nobody waiting.
    /// </remarks>
    /// <param name="cancellationToken">Cancels it; then the file is as it was.</param>
    /// <exception cref="SessionStoreException">There is no room, or the file is damaged or cannot be written. It is as it was.</exception>
    public ValueTask VacuumAsync(CancellationToken cancellationToken = default) => _database.VacuumAsync(cancellationToken);

    private static readonly Sql CheckIntegrity = new("PRAGMA integrity_check");
    private static readonly Sql FreePages = new("PRAGMA freelist_count");

    /// <summary>Gives a part back.</summary>
    /// <returns>Whether there is more; not where a file that others have begun does not give any back.</returns>
    private static bool GiveBack(SqliteLink link)
    {
        var before = CountFreePages(link);
        link.Execute(FormattableString.Invariant($"PRAGMA incremental_vacuum({PagesAtOnce})"));
        return CountFreePages(link) is > 0 and var after && after < before;
    }

    private static long CountFreePages(SqliteLink link)
    {
        using var row = link.Use(FreePages);
        return row.Step() ? row.Int64(0) : 0;
    }

    /// <summary>Makes an empty file, which no other backup can have made: only its own is deleted when one fails.</summary>
    private static void CreateFile(string path)
    {
        try
        {
            new FileStream(path, FileMode.CreateNew).Dispose();
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new IOException($"The file '{path}' exists. A backup goes to a file of its own.", exception);
        }
    }

    private static bool Backup(SqliteLink link, string path, CancellationToken cancellationToken)
    {
        // The snapshot begins with the first read. Without one each step has its own, and a commit of others in between begins the copy anew.
        _ = CountFreePages(link);
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        target.Open();
        using var backup = raw.sqlite3_backup_init(target.Handle, "main", link.Handle, "main");
        if (backup is null || backup.IsInvalid)
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_errcode(target.Handle), target.Handle);
        }

        int result;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            result = raw.sqlite3_backup_step(backup, PagesAtOnce);
        }
        while (result == raw.SQLITE_OK);
        if (result == raw.SQLITE_FULL)
        {
            throw new IOException($"The disk of the backup '{path}' is full. Make room there, or name a file on another.");
        }

        SqliteException.ThrowExceptionForRC(result == raw.SQLITE_DONE ? raw.SQLITE_OK : result, target.Handle);
        return true;
    }
}
