namespace Sessions.PostgreSql.Tests.Turns;

/// <summary>Faults in operations on a session that PostgreSQL keeps.</summary>
public sealed class OperationFaultInPostgreSqlTests() : OperationFaultTests(new OwnSchemaStores());
