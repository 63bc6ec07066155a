namespace Sessions.PostgreSql.Tests;

/// <summary>A store on a schema of its own, which is given back with it.</summary>
internal sealed class OwnSchemaStore : DelegatingSessionStore
{
    private readonly PostgreSqlSessionStoreOptions _options;
    private bool _isGivenBack;

    private OwnSchemaStore(PostgreSqlSessionStoreOptions options)
        : base(StoreOf(options)) => _options = options;

    public static OwnSchemaStore Create(TimeProvider? clock = null) =>
        new(new PostgreSqlSessionStoreOptions { Schema = TestSchemas.Rent(), TimeProvider = clock });

    /// <summary>Another object on the schema, which does not take it away.</summary>
    public PostgreSqlSessionStore Reopened() => StoreOf(_options);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (!_isGivenBack)
        {
            _isGivenBack = true;
            TestSchemas.Return(_options.Schema);
        }
    }

    private static PostgreSqlSessionStore StoreOf(PostgreSqlSessionStoreOptions options) => new(PostgresDatabase.DataSource, options);
}
