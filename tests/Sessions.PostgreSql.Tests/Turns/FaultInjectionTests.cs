namespace Sessions.PostgreSql.Tests.Turns;

/// <summary>Faults in turns of a session that PostgreSQL keeps.</summary>
public sealed class FaultInjectionInPostgreSqlTests() : FaultInjectionTests(new OwnSchemaStores())
{
    protected override IReadOnlyList<SceneKind> Kinds { get; } = [.. Enum.GetValues<SceneKind>().Except([SceneKind.Service])];
}
