using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sessions;

/// <summary>A connection to the database, with its prepared statements. Used by one operation at a time.</summary>
internal sealed class SqliteLink : IDisposable
{
    private static readonly Sql BeginRead = new("BEGIN");
    private static readonly Sql BeginWrite = new("BEGIN IMMEDIATE");
    private static readonly Sql CommitText = new("COMMIT");
    private static readonly Sql RollbackText = new("ROLLBACK");

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(10);

    private readonly SqliteConnection _connection;
    private SqliteStatement?[] _statements = [];

    private SqliteLink(SqliteConnection connection) => _connection = connection;

    public sqlite3 Handle => _connection.Handle!;

    /// <summary>Which file it has open.</summary>
    public SqliteFileIdentity? File { get; set; }

    /// <summary>How many statements have begun and not ended.</summary>
    public int StatementsInUse { get; set; }

    /// <summary>How often the file had been found gone before it was opened.</summary>
    public int Generation { get; set; }

    public static SqliteLink Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();

            // The wait of SQLite itself puts the thread to sleep.
            _ = raw.sqlite3_busy_timeout(connection.Handle, 0);
            return new SqliteLink(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Begins a use of a statement, which ends when it is disposed.</summary>
    public SqliteStatement Use(Sql sql)
    {
        if (sql.Index >= _statements.Length)
        {
            Array.Resize(ref _statements, sql.Index + 16);
        }

        return (_statements[sql.Index] ??= new SqliteStatement(this, sql)).Begin();
    }

    /// <summary>Runs something on one snapshot of the database.</summary>
    public T Read<T>(Func<SqliteLink, T> query)
    {
        _ = Use(BeginRead).Execute();
        try
        {
            return query(this);
        }
        finally
        {
            Rollback();
        }
    }

    /// <summary>Takes the write lock, if it is free.</summary>
    public bool TryBeginWrite()
    {
        try
        {
            _ = Use(BeginWrite).Execute();
            return true;
        }
        catch (SqliteException exception) when (IsLocked(exception))
        {
            return false;
        }
    }

    /// <summary>Takes the write lock, waiting for it as long as there is time, without holding a thread.</summary>
    public ValueTask BeginWriteAsync(LockWait wait, CancellationToken cancellationToken) => ExecuteWhenFreeAsync(BeginWrite.Text, wait, cancellationToken);

    public void Commit() => Use(CommitText).Execute();

    /// <summary>
    /// Ends a transaction without a trace; some errors (a full disk, for one) have done so already. What was being run ends too, also
    /// where an exception came between its beginning and its end.
    /// </summary>
    public void Rollback()
    {
        if (StatementsInUse > 0)
        {
            foreach (var statement in _statements)
            {
                statement?.Dispose();
            }
        }

        if (raw.sqlite3_get_autocommit(Handle) == 0)
        {
            _ = Use(RollbackText).Execute();
        }
    }

    /// <summary>Runs text that is not to be used again.</summary>
    public void Execute(string constantText) => Check(raw.sqlite3_exec(Handle, constantText));

    /// <summary>
    /// Runs text that needs a lock, waiting for it as long as there is time. It runs again from the first statement while another
    /// process holds the lock, so it must bear that.
    /// </summary>
    public ValueTask ExecuteWhenFreeAsync(string constantText, LockWait wait, CancellationToken cancellationToken) =>
        WhenFreeAsync(() => Execute(constantText), wait, cancellationToken);

    /// <summary>Does something that needs a lock, again and again, waiting for it as long as there is time.</summary>
    public static async ValueTask WhenFreeAsync(Action action, LockWait wait, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(1);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                action();
                return;
            }
            catch (SqliteException exception) when (IsLocked(exception) && !wait.IsOver)
            {
                await Task.Delay(pause < wait.Left ? pause : wait.Left, cancellationToken).ConfigureAwait(false);
                pause = pause < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    /// <summary>Moves what the log has into the database and empties the log, unless somebody reads or writes.</summary>
    /// <returns>Whether the log is empty.</returns>
    public bool TryTruncateLog() =>
        raw.sqlite3_wal_checkpoint_v2(Handle, "main", raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _) == raw.SQLITE_OK;

    public void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, Handle);
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements)
        {
            statement?.Close();
        }

        _statements = [];
        _connection.Dispose();
    }

    public static bool IsLocked(SqliteException exception) => exception.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;
}
