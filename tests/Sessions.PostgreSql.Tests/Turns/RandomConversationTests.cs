namespace Sessions.PostgreSql.Tests.Turns;

/// <summary>Conversations of sessions that PostgreSQL keeps.</summary>
public sealed class RandomConversationInPostgreSqlTests : RandomConversationTests, IDisposable
{
    private readonly OwnSchemaStores _stores = new();

    protected override int Conversations => 300;

    protected override int FirstSeed => 3_000_000;

    public void Dispose() => _stores.Dispose();

    protected override SessionStore? CreateStore()
    {
        _stores.Dispose();
        return _stores.CreateStore();
    }
}

/// <summary>Branches of sessions that PostgreSQL keeps.</summary>
public sealed class RandomBranchInPostgreSqlTests() : RandomBranchTests(new OwnSchemaStores(), runs: 60);
