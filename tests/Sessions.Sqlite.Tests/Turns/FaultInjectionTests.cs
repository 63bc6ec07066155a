namespace Sessions.Sqlite.Tests.Turns;

/// <summary>Faults in turns of a session that SQLite keeps.</summary>
public sealed class FaultInjectionInSqliteTests() : FaultInjectionTests(new DatabaseFiles())
{
    protected override IReadOnlyList<SceneKind> Kinds { get; } = [.. Enum.GetValues<SceneKind>().Except([SceneKind.Service])];
}
