namespace Sessions.Tests.Turns;

/// <summary>Faults in operations on a session that a store keeps.</summary>
public sealed class OperationFaultInStoreTests() : OperationFaultTests(new InMemoryStores());
