using Microsoft.Agents.AI;

#pragma warning disable MAAI001 // The framework still tries out what a store for its hosts is.

namespace Sessions.AgentFramework.Tests.Guide;

/// <summary>What the guide shows of stores.</summary>
internal static class Stores
{
    public static async Task<AgentSession> AnswerAsync(SessionStore store, AIAgent agent)
    {
        AgentSessionStore sessions = store.AsAgentSessionStore();
        AgentSessionStoreKey key = new AgentSessionStoreKey("alice-42").WithPartition("tenant", "acme");

        AgentSession session = await sessions.GetOrCreateSessionAsync(agent, key);
        await agent.RunAsync("Where to in May?", session);
        await sessions.SaveSessionAsync(agent, key, session);   // SessionConflictException: it was saved elsewhere meanwhile
        return session;
    }
}
