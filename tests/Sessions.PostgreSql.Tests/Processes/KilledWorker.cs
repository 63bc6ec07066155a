namespace Sessions.PostgreSql.Tests.Processes;

/// <inheritdoc/>
public sealed class KilledWorker : TestKit.KilledWorker
{
    protected override SessionStore OpenStore(string database) => WorkerDatabase.Open(database);
}
