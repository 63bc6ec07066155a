namespace Sessions.PostgreSql.Tests.Turns;

/// <summary>Sessions in PostgreSQL that are deleted while a turn of them runs.</summary>
public sealed class DeletedSessionInPostgreSqlTests() : DeletedSessionTests(new OwnSchemaStores());
