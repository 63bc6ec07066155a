using System.Text;
using Microsoft.Data.Sqlite;
using Sessions.Sqlite.Tests.Writing;

namespace Sessions.Sqlite.Tests;

/// <summary>A database file in a directory of its own, gone when the test is done.</summary>
internal sealed class DatabaseFile : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sessions-sqlite-");

    public string Path => System.IO.Path.Combine(_directory.FullName, "sessions.db");

    public string ConnectionString => $"Data Source={Path}";

    /// <summary>Runs SQL beside the store, on a connection outside of its pool.</summary>
    public object? Execute(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>Opens a connection beside the store, outside of its pool.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(ConnectionString + ";Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>Opens a connection that keeps all others from writing until it is disposed.</summary>
    public SqliteConnection Lock() => Open("BEGIN IMMEDIATE");

    /// <summary>Opens a connection that reads the turns as they are now until it is disposed.</summary>
    public SqliteConnection OpenReader() => Open("BEGIN DEFERRED; SELECT count(*) FROM turns");

    /// <summary>How often a word is in the bytes of the file and its log.</summary>
    /// <remarks>Closing a file drops the locks that SQLite has on it in this process: nobody else may use the database.</remarks>
    public int Count(string word) => Count(Path, word) + Count(Path + "-wal", word);

    public void Dispose()
    {
        // A test may have deleted it, and what owns it may be disposed twice.
        if (Directory.Exists(_directory.FullName))
        {
            _directory.Delete(recursive: true);
        }
    }

    private SqliteConnection Open(string sql)
    {
        var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteScalar();
        return connection;
    }

    private static int Count(string path, string word)
    {
        var wanted = Encoding.UTF8.GetBytes(word);
        var count = 0;
        for (var rest = WalFile.ReadAll(path).AsSpan(); rest.IndexOf(wanted) is >= 0 and var at; rest = rest[(at + wanted.Length)..])
        {
            count++;
        }

        return count;
    }
}
