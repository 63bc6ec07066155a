using Npgsql;

namespace Sessions.PostgreSql.Tests.Processes;

/// <summary>A schema that workers are told of by a file, beside which they write their logs.</summary>
internal sealed class WorkerDatabase : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sessions-postgresql-");
    private readonly string _schema;

    public WorkerDatabase()
        : this(TestSchemas.Rent())
    {
    }

    private WorkerDatabase(string schema)
    {
        _schema = schema;
        File.WriteAllLines(Path, [PostgresDatabase.Server.ConnectionString, schema]);
    }

    /// <summary>A schema that is not there yet.</summary>
    public static WorkerDatabase Empty() => new(TestSchemas.New());

    /// <summary>The file.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, "database");

    /// <summary>A store of this process.</summary>
    public PostgreSqlSessionStore Open() => new(PostgresDatabase.DataSource, new PostgreSqlSessionStoreOptions { Schema = _schema });

    /// <summary>A store of a worker.</summary>
    /// <param name="path">The file that it was told of.</param>
    public static PostgreSqlSessionStore Open(string path)
    {
        var lines = File.ReadAllLines(path);
        var connection = new NpgsqlConnectionStringBuilder(lines[0]) { ApplicationName = ApplicationName(lines[1]) };
        return new PostgreSqlSessionStore(connection.ConnectionString, new PostgreSqlSessionStoreOptions { Schema = lines[1] });
    }

    /// <summary>Waits until the server has ended what it did for workers that are gone.</summary>
    public async Task SettleAsync()
    {
        while ((long)(await PostgresDatabase.ExecuteAsync($"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{ApplicationName(_schema)}'"))! > 0)
        {
            await Task.Delay(2);
        }
    }

    public void Dispose()
    {
        TestSchemas.Return(_schema);
        _folder.Delete(recursive: true);
    }

    private static string ApplicationName(string schema) => $"worker of {schema}";
}
