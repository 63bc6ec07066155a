using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sessions;

/// <summary>The one transaction of a database that may write. Disposed without a commit, it leaves nothing.</summary>
internal sealed class SqliteWriteTransaction : IDisposable
{
    private readonly SqliteConnection _connection;

    private SqliteWriteTransaction(SqliteConnection connection) => _connection = connection;

    /// <summary>Takes the write lock at once: what is read inside stays true until the commit.</summary>
    public static async ValueTask<SqliteWriteTransaction> BeginAsync(SqliteConnection connection, LockWait wait, CancellationToken cancellationToken)
    {
        // FULL is not what every build of SQLite defaults to, and a pooled connection is as its last user left it.
        await connection.ExecuteWhenFreeAsync("PRAGMA synchronous = FULL; BEGIN IMMEDIATE", wait, cancellationToken).ConfigureAwait(false);
        return new SqliteWriteTransaction(connection);
    }

    public void Commit()
    {
        using var command = _connection.CreateCommand("COMMIT");
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        // Some errors (a full disk, for one) have rolled back already.
        if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(_connection.Handle, "ROLLBACK"), _connection.Handle);
        }
    }
}
