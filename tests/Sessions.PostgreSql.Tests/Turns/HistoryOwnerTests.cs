namespace Sessions.PostgreSql.Tests.Turns;

/// <summary>Who keeps the history of a session that PostgreSQL keeps.</summary>
public sealed class HistoryOwnerInPostgreSqlTests() : HistoryOwnerTests(new OwnSchemaStores());
