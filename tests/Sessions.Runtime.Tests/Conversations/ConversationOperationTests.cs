using Sessions.Agents;

namespace Sessions.Tests.Conversations;

/// <summary>Operations on a session that lives in memory.</summary>
public sealed class ConversationOperationInMemoryTests : ConversationOperationTests
{
    protected override SessionStore? Store => null;
}

/// <summary>Operations on a session that was serialized and restored, and lives in memory.</summary>
public sealed class ConversationOperationAfterRestoreTests : ConversationOperationTests
{
    protected override SessionStore? Store => null;

    protected override async Task<(ChatClientAgent Agent, AgentSession Session)> GoOnAsync(ChatClientAgent agent, AgentSession session) =>
        (agent, await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session)));
}

/// <summary>Operations on a session that a store keeps.</summary>
public sealed class ConversationOperationInStoreTests : StoredConversationOperationTests
{
    protected override SessionStore Store { get; } = new InMemorySessionStore();

    protected override SessionStore OpenElsewhere() => new AnotherProcess(Store);
}

/// <summary>Operations on a session that was serialized, and restored by an agent whose store does not have it yet.</summary>
public sealed class ConversationOperationAfterRestoreIntoStoreTests : ConversationOperationTests
{
    protected override SessionStore Store { get; } = new InMemorySessionStore();

    protected override SessionStore? TalkStore => null;

    protected override async Task<(ChatClientAgent Agent, AgentSession Session)> GoOnAsync(ChatClientAgent agent, AgentSession session)
    {
        var storing = Agent(Store);
        return (storing, await storing.DeserializeSessionAsync(await agent.SerializeSessionAsync(session)));
    }
}
