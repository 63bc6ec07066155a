namespace Sessions.PostgreSql.Tests;

/// <summary>Makes stores, each on a schema of its own; the schemas are given back when the test is done.</summary>
internal sealed class OwnSchemaStores : TestStores
{
    /// <summary>No test uses a store any more that so many others were made after.</summary>
    private const int InUse = 6;

    private readonly List<string> _schemas = [];

    /// <summary>The schema of the store that was made last.</summary>
    public string LastSchema => _schemas[^1];

    public override PostgreSqlSessionStore CreateStore()
    {
        if (_schemas.Count == InUse)
        {
            TestSchemas.Return(_schemas[0]);
            _schemas.RemoveAt(0);
        }

        _schemas.Add(TestSchemas.Rent());
        return StoreOf(_schemas[^1]);
    }

    public override SessionStore OpenElsewhere(SessionStore store) => new AnotherProcess(StoreOf(_schemas[^1]));

    public override void Dispose()
    {
        _schemas.ForEach(TestSchemas.Return);
        _schemas.Clear();
        base.Dispose();
    }

    private static PostgreSqlSessionStore StoreOf(string schema) => new(PostgresDatabase.DataSource, new PostgreSqlSessionStoreOptions { Schema = schema });
}
