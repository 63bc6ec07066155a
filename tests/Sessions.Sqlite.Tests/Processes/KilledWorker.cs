namespace Sessions.Sqlite.Tests.Processes;

/// <inheritdoc/>
public sealed class KilledWorker : TestKit.KilledWorker
{
    protected override SessionStore OpenStore(string database) => new SqliteSessionStore($"Data Source={database}");
}
