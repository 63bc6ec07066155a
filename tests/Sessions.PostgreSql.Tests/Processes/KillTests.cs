namespace Sessions.PostgreSql.Tests.Processes;

/// <summary>A process that runs turns on a PostgreSQL database is killed, again and again.</summary>
public sealed class KillTests : TestKit.KillTests, IDisposable
{
    private readonly WorkerDatabase _database = new();

    public KillTests() => Store = _database.Open();

    protected override Type Worker => typeof(KilledWorker);

    protected override string Database => _database.Path;

    protected override SessionStore Store { get; }

    public void Dispose() => _database.Dispose();

    protected override Task SettleAsync() => _database.SettleAsync();
}
