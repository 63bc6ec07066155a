namespace Sessions.Sqlite.Tests.Turns;

/// <summary>Faults in turns of a session that SQLite keeps.</summary>
public sealed class FaultInjectionInSqliteTests : FaultInjectionTests, IDisposable
{
    private readonly DatabaseFiles _files = new();

    protected override IReadOnlyList<SceneKind> Kinds { get; } = [.. Enum.GetValues<SceneKind>().Except([SceneKind.Service])];

    public void Dispose() => _files.Dispose();

    protected override SessionStore? CreateStore() => _files.CreateStore();
}
