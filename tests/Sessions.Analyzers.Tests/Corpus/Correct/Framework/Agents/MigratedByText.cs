using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Routing;

public static class Migration
{
    public static async Task<AgentSession> MoveAsync(ChatClientAgent from, AgentSession old, AIAgent to)
    {
        var messages = from.GetService<InMemoryChatHistoryProvider>()?.GetMessages(old) ?? [];
        AgentSession session = await to.CreateSessionAsync();
        await to.RunAsync(messages.Append(new ChatMessage(ChatRole.User, "Go on.")), session);
        return session;
    }
}
