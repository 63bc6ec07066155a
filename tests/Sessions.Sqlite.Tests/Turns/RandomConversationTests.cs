namespace Sessions.Sqlite.Tests.Turns;

/// <summary>Conversations of sessions that SQLite keeps.</summary>
public sealed class RandomConversationInSqliteTests : RandomConversationTests, IDisposable
{
    private DatabaseFile? _file;

    protected override int Conversations => 500;

    protected override int FirstSeed => 2_000_000;

    public void Dispose() => _file?.Dispose();

    protected override SessionStore? CreateStore()
    {
        _file?.Dispose();
        _file = new DatabaseFile();
        return new SqliteSessionStore(_file.ConnectionString);
    }
}

/// <summary>Branches of sessions that SQLite keeps.</summary>
public sealed class RandomBranchInSqliteTests() : RandomBranchTests(new DatabaseFiles(), runs: 60);
