namespace Sessions.PostgreSql.Tests;

/// <summary>What an agent does with the sessions that PostgreSQL keeps.</summary>
public sealed class AgentStoreInPostgreSqlTests() : AgentStoreTests(new OwnSchemaStores());
