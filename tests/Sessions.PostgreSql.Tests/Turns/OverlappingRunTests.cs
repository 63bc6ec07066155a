namespace Sessions.PostgreSql.Tests.Turns;

/// <summary>Runs on a session that PostgreSQL keeps.</summary>
public sealed class OverlappingRunsInPostgreSqlTests() : StoredOverlappingRunTests(new OwnSchemaStores());
