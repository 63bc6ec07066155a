namespace Sessions.PostgreSql.Tests;

/// <summary>A store on a schema of its own, which is dropped with it.</summary>
internal sealed class OwnSchemaStore : DelegatingSessionStore
{
    private readonly PostgreSqlSessionStoreOptions _options;

    private OwnSchemaStore(PostgreSqlSessionStoreOptions options)
        : base(StoreOf(options)) => _options = options;

    public static OwnSchemaStore Create(TimeProvider? clock = null) =>
        new(new PostgreSqlSessionStoreOptions { Schema = PostgresDatabase.NewSchema(), TimeProvider = clock });

    public string Schema => _options.Schema;

    /// <summary>Another object on the schema, which does not take it away.</summary>
    public PostgreSqlSessionStore Reopened() => StoreOf(_options);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await PostgresDatabase.ExecuteAsync($"DROP SCHEMA IF EXISTS {Schema} CASCADE");
    }

    private static PostgreSqlSessionStore StoreOf(PostgreSqlSessionStoreOptions options) => new(PostgresDatabase.ConnectionString, options);
}
