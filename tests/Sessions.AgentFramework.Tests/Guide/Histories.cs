using System.Collections.Concurrent;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.Guide;

/// <summary>What the guide shows of histories.</summary>
internal static class Histories
{
    public static async Task<AgentSession> TalkAsync(IChatClient chatClient, ConcurrentDictionary<SessionKey, IReadOnlyList<ChatMessage>> db)
    {
        AIAgent agent = chatClient.AsAIAgent(new ChatClientAgentOptions
        {
            Name = "Guide",
            ChatHistoryProvider = new DatabaseHistoryProvider(db).AsChatHistoryProvider(),
        });
        AgentSession session = await agent.CreateSessionAsync();
        session.SetSessionKey(new SessionKey("acme", "alice-42"));
        await agent.RunAsync("Where to in May?", session);
        return session;
    }
}
