using Sessions.Agents;

namespace Sessions.PostgreSql.Tests.Turns;

/// <summary>Operations on a session that PostgreSQL keeps.</summary>
public sealed class ConversationOperationInPostgreSqlTests : StoredConversationOperationTests, IDisposable
{
    private readonly OwnSchemaStores _stores = new();

    public ConversationOperationInPostgreSqlTests() => Store = _stores.CreateStore();

    protected override SessionStore Store { get; }

    public void Dispose() => _stores.Dispose();

    protected override SessionStore OpenElsewhere() => _stores.OpenElsewhere(Store);
}

/// <summary>Operations on a session that PostgreSQL keeps, each after the program has been started anew.</summary>
public sealed class ConversationOperationAfterRestartTests : ConversationOperationTests, IDisposable
{
    private readonly OwnSchemaStores _stores = new();
    private SessionStore _store;

    public ConversationOperationAfterRestartTests() => _store = _stores.CreateStore();

    protected override SessionStore Store => _store;

    public void Dispose() => _stores.Dispose();

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

    private void Restart() => _store = _stores.OpenElsewhere(_store);
}
