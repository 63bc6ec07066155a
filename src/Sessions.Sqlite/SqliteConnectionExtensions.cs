using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sessions;

/// <summary>What the provider lacks: statements of a session, and locks that are waited for without holding a thread.</summary>
internal static class SqliteConnectionExtensions
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(25);

    /// <summary>Makes a statement about one session; its parameters <c>$tenant</c> and <c>$session</c> are set.</summary>
    public static SqliteCommand CreateCommand(this SqliteConnection connection, [ConstantExpected] string sql, SessionKey key)
    {
        var command = connection.CreateCommand(sql);
        command.Set("$tenant", key.Tenant);
        command.Set("$session", key.Id);
        return command;
    }

    /// <summary>Makes a statement about the sessions that a query fits; its parameters <c>$tenant</c> and <c>$agent</c> are set.</summary>
    public static SqliteCommand CreateCommand(this SqliteConnection connection, [ConstantExpected] string sql, SessionQuery query)
    {
        var command = connection.CreateCommand(sql);
        command.Set("$tenant", query.Tenant);
        command.Set("$agent", query.AgentId);
        return command;
    }

    [SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "The SQL is a constant; every value is a parameter.")]
    public static SqliteCommand CreateCommand(this SqliteConnection connection, [ConstantExpected] string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    /// <summary>Sets a parameter, for the first time or again.</summary>
    public static void Set(this SqliteCommand command, string name, object? value)
    {
        if (command.Parameters.Contains(name))
        {
            command.Parameters[name].Value = value ?? DBNull.Value;
        }
        else
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }
    }

    /// <summary>
    /// Runs statements that need a lock, waiting for it as long as there is time. They run again from the first while another process
    /// holds the lock, so they must bear that.
    /// </summary>
    /// <remarks>The provider's own wait puts the thread to sleep.</remarks>
    public static async ValueTask ExecuteWhenFreeAsync(this SqliteConnection connection, [ConstantExpected] string sql, LockWait wait, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(1);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = raw.sqlite3_exec(connection.Handle, sql);
            if (!IsLocked(result) || wait.IsOver)
            {
                SqliteException.ThrowExceptionForRC(result, connection.Handle);
                return;
            }

            await Task.Delay(pause < wait.Left ? pause : wait.Left, cancellationToken).ConfigureAwait(false);
            pause = pause < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private static bool IsLocked(int result) => (result & 0xFF) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;
}
