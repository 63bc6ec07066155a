namespace Sessions.PostgreSql.Tests.Turns;

/// <summary>Two stores on one schema are one store, however its server is named.</summary>
public sealed class OneLocationTests : TestKit.OneLocationTests, IAsyncDisposable
{
    private readonly string _schema = TestSchemas.Rent();
    private readonly List<PostgreSqlSessionStore> _stores = [];

    private static string ConnectionString => PostgresDatabase.Server.ConnectionString;

    [Theory]
    [InlineData("the same connection string")]
    [InlineData("other options")]
    [InlineData("another name of the host")]
    [InlineData("a data source")]
    [InlineData("one is decorated")]
    public Task Stores_on_one_schema_are_one(string pair) => CheckAsync(pair);

    [Fact]
    public void Stores_on_two_schemas_databases_or_servers_are_two()
    {
        var store = Store(ConnectionString);
        Assert.NotEqual(store.Location, new PostgreSqlSessionStore(ConnectionString, new PostgreSqlSessionStoreOptions { Schema = _schema.ToUpperInvariant() }).Location);
        Assert.NotEqual(store.Location, Store(ConnectionString + ";Database=other").Location);
        Assert.NotEqual(store.Location, Store(ConnectionString + ";Port=1").Location);
        Assert.NotEqual(store.Location, Store(ConnectionString + ";Host=other").Location);
        Assert.NotEqual(store.Location, new InMemorySessionStore().Location);
    }

    [Theory]
    [InlineData("Host=db1,db2;Port=5433", "Host=db2,db1;Port=5433", true)]
    [InlineData("Host=db1:5433,db2", "Host=DB2:5432, db1:5433", true)]
    [InlineData("Host=[::1]:5433", "Host=localhost;Port=5433", true)]
    [InlineData("Host=db1,db2", "Host=db1,db3", false)]
    [InlineData("Host=db1:5433,db2", "Host=db1,db2:5433", false)]
    public void Servers_of_which_one_is_the_primary_are_one_in_whichever_order(string one, string other, bool areOne)
    {
        var location = Store(one + ";Database=app").Location;

        Assert.Equal(areOne, location.Equals(Store(other + ";Database=app").Location));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }

        TestSchemas.Return(_schema);
    }

    protected override (SessionStore One, SessionStore Other) CreateStores(string pair) => (Store(ConnectionString), pair switch
    {
        "the same connection string" => Store(ConnectionString),
        "other options" => Store(ConnectionString + ";Maximum Pool Size=3;Application Name=other"),
        "another name of the host" => Store(ConnectionString.Replace("127.0.0.1", "LOCALHOST", StringComparison.Ordinal)),
        "a data source" => new PostgreSqlSessionStore(PostgresDatabase.DataSource, new PostgreSqlSessionStoreOptions { Schema = _schema }),
        _ => new CountingStore(Store(ConnectionString)),
    });

    private PostgreSqlSessionStore Store(string connectionString)
    {
        _stores.Add(new PostgreSqlSessionStore(connectionString, new PostgreSqlSessionStoreOptions { Schema = _schema }));
        return _stores[^1];
    }
}
