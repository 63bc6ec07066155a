using Microsoft.Data.Sqlite;

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
        using var connection = new SqliteConnection(ConnectionString + ";Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
