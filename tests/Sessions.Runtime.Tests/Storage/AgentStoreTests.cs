namespace Sessions.Tests.Storage;

/// <summary>What an agent does with the sessions of a store.</summary>
public sealed class AgentStoreInMemoryTests() : AgentStoreTests(new InMemoryStores());
