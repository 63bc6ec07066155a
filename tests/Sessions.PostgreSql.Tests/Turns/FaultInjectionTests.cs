namespace Sessions.PostgreSql.Tests.Turns;

/// <summary>Faults in turns of a session that PostgreSQL keeps. Each case waits for a server many times, so that all of them are for full evidence.</summary>
public sealed class FaultInjectionInPostgreSqlTests() : FaultInjectionTests(new OwnSchemaStores())
{
    protected override IReadOnlyList<SceneKind> Kinds { get; } = IsFull ? AllKinds : TestScale.Sample(AllKinds, atLeast: 2);

    protected override int LeastCases => IsFull ? base.LeastCases : 50;

    private static bool IsFull => TestScale.Of(10) >= 10;

    private static IReadOnlyList<SceneKind> AllKinds => [.. Enum.GetValues<SceneKind>().Except([SceneKind.Service])];
}
