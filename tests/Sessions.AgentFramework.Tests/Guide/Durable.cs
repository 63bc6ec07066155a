using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Sessions.Agents;
using AgentResponse = Microsoft.Agents.AI.AgentResponse;
using AgentRunOptions = Microsoft.Agents.AI.AgentRunOptions;
using AgentSession = Microsoft.Agents.AI.AgentSession;
using AIAgent = Microsoft.Agents.AI.AIAgent;

namespace Sessions.AgentFramework.Tests.Guide;

/// <summary>What the guide shows of sessions in a store.</summary>
internal static class Durable
{
    public static async Task<(SessionsAgent Agent, AgentSession Session)> BeginAsync(AIAgent agent, SessionStore store)
    {
        SessionsAgent durable = agent.WithSessions(store);
        AgentSession session = await durable.GetSessionAsync(new SessionKey("acme", "alice-42"));
        AgentResponse response = await durable.RunAsync("Where to in May?", session);

        Assert.NotEmpty(response.Text);
        return (durable, session);
    }

    public static async Task<(int Messages, int Sessions, bool Deleted)> OperateAsync(SessionsAgent durable, AgentSession session, SessionKey key)
    {
        AgentSession? found = await durable.FindSessionAsync(key);
        List<ChatMessage> messages = await durable.ReadMessagesAsync(session).ToListAsync();
        AgentSession fork = await durable.ForkSessionAsync(session, throughTurn: 1);
        await durable.RewindSessionAsync(session, turn: 1);
        await durable.UpdateDetailsAsync(session, details => details with { Title = "Hiking in May" });
        List<SessionSummary> sessions = await durable.ListSessionsAsync(new SessionQuery { Tenant = "acme" }).ToListAsync();
        bool deleted = await durable.DeleteSessionAsync(key);

        Assert.NotNull(found);
        Assert.NotNull(fork);
        return (messages.Count, sessions.Count, deleted);
    }

    public static async Task<(IReadOnlyList<TurnIssue> Issues, string? Turn)> RepeatAsync(SessionsAgent durable, AgentSession session)
    {
        AgentResponse again = await durable.RunAsync("Book the hut.", session, new AgentRunOptions().WithTurnKey("order-4711"));
        IReadOnlyList<TurnIssue> issues = again.GetIssues();
        string? turn = again.GetTurnId();

        return (issues, turn);
    }

    public static SessionsAgent Check(AIAgent agent, SessionStore store, (string Tenant, string Name) user)
    {
        SessionsAgent checkedAgent = agent.WithSessions(store, new SessionsAgentOptions
        {
            AuthorizeSession = (key, cancellationToken) => new(key.Tenant == user.Tenant),
        });

        return checkedAgent;
    }
}
