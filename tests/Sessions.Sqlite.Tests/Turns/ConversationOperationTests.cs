using Sessions.Agents;

namespace Sessions.Sqlite.Tests.Turns;

/// <summary>Operations on a session that SQLite keeps.</summary>
public sealed class ConversationOperationInSqliteTests : StoredConversationOperationTests, IDisposable
{
    private readonly DatabaseFile _file = new();

    public ConversationOperationInSqliteTests() => Store = new SqliteSessionStore(_file.ConnectionString);

    protected override SessionStore Store { get; }

    public void Dispose() => _file.Dispose();

    protected override SessionStore OpenElsewhere() => new AnotherProcess(new SqliteSessionStore(_file.ConnectionString));
}

/// <summary>Operations on a session that SQLite keeps, each after the program has been started anew.</summary>
public sealed class ConversationOperationAfterRestartTests : ConversationOperationTests, IDisposable
{
    private readonly DatabaseFile _file = new();
    private SessionStore _store;

    public ConversationOperationAfterRestartTests() => _store = new SqliteSessionStore(_file.ConnectionString);

    protected override SessionStore Store => _store;

    public void Dispose() => _file.Dispose();

    protected override async Task<(ChatClientAgent Agent, AgentSession Session)> GoOnAsync(ChatClientAgent agent, AgentSession session)
    {
        Restart();
        return (Agent(Store), await Agent(Store).GetSessionAsync(session.Key));
    }

    protected override async Task<AgentSession> ReloadAsync(AIAgent agent, AgentSession session)
    {
        Restart();
        return await Agent(Store, agent.Name!).GetSessionAsync(session.Key);
    }

    private void Restart()
    {
        _store = new AnotherProcess(new SqliteSessionStore(_file.ConnectionString));
    }
}
