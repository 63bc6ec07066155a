namespace Sessions.Tests.Turns;

/// <summary>Faults in turns of a session that lives in memory.</summary>
public sealed class FaultInjectionInMemoryTests() : FaultInjectionTests(new NoStores());

/// <summary>Faults in turns of a session that a store keeps.</summary>
public sealed class FaultInjectionInStoreTests() : FaultInjectionTests(new InMemoryStores())
{
    // A session that a store keeps never hands its history to the service of its own accord.
    protected override IReadOnlyList<SceneKind> Kinds { get; } = [.. Enum.GetValues<SceneKind>().Except([SceneKind.Service])];
}
