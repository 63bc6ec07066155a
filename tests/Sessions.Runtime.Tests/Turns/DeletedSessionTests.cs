namespace Sessions.Tests.Turns;

/// <summary>Sessions in memory that are deleted while a turn of them runs.</summary>
public sealed class DeletedSessionInStoreTests() : DeletedSessionTests(new InMemoryStores());
