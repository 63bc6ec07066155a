namespace Sessions.Sqlite.Tests.Processes;

/// <summary>A process that runs turns on a SQLite database is killed, again and again.</summary>
public sealed class KillTests : TestKit.KillTests, IDisposable
{
    private readonly DatabaseFile _file = new();

    public KillTests() => Store = new SqliteSessionStore(_file.ConnectionString);

    protected override Type Worker => typeof(KilledWorker);

    protected override string Database => _file.Path;

    protected override SessionStore Store { get; }

    public void Dispose() => _file.Dispose();

    protected override Task AssertIntactAsync()
    {
        Assert.Equal("ok", _file.Execute("PRAGMA integrity_check"));
        return Task.CompletedTask;
    }
}
