using System.Text;
using Sessions.Agents;

namespace Sessions.Generators.Tests;

/// <summary>Makes a session that is read from a store, with a state value that code of another time wrote.</summary>
internal static class Stored
{
    public static async Task<AgentSession> SessionAsync(string key, int version, string json)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var client = new ReplyClient();
        var store = new InMemorySessionStore();
        var head = new SessionHead { Key = new SessionKey("session"), AgentId = "agent", Revision = 1, CreatedAt = DateTimeOffset.UnixEpoch, UpdatedAt = DateTimeOffset.UnixEpoch };
        await store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = head, State = [new StateValue(key, version, Encoding.UTF8.GetBytes(json))] }, cancellationToken);
        var agent = client.AsAIAgent(new ChatClientAgentOptions { Name = "agent", SessionStore = store });
        return await agent.GetSessionAsync("session", cancellationToken: cancellationToken);
    }
}
