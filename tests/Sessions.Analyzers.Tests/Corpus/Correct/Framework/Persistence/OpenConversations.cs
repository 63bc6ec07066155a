using System.Collections.Concurrent;
using Microsoft.Agents.AI;

namespace Persistence;

public sealed class ConversationStore(AIAgent agent)
{
    private readonly ConcurrentDictionary<string, AgentSession> _sessions = new();

    public async Task<AgentSession> GetOrCreateAsync(string conversationId)
    {
        if (_sessions.TryGetValue(conversationId, out var existing))
        {
            return existing;
        }

        var created = await agent.CreateSessionAsync();
        return _sessions.GetOrAdd(conversationId, created);
    }

    public async Task<string> AskAsync(string conversationId, string text)
    {
        var session = await GetOrCreateAsync(conversationId);
        return (await agent.RunAsync(text, session)).Text;
    }
}
