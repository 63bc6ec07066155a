using Sessions.Agents;

namespace Sessions.WebChat.Tests;

/// <summary>The sessions of a company whose users share a tenant.</summary>
public static class SharedTenant
{
    public static async Task<AgentSession> CreateAsync(AIAgent agent, string company, string user, CancellationToken cancellationToken)
    {
        AgentSession session = await agent.CreateSessionAsync(new SessionKey(company, Guid.NewGuid().ToString()), cancellationToken);
        await agent.UpdateDetailsAsync(session, details => details with { Owner = user }, cancellationToken);
        return session;
    }

    public static async Task<AgentSession?> FindAsync(AIAgent agent, string company, string user, string id, CancellationToken cancellationToken) =>
        await agent.FindSessionAsync(new SessionKey(company, id), cancellationToken) is { } session && session.Details.Owner == user ? session : null;

    public static IAsyncEnumerable<SessionSummary> List(SessionStore store, string company, string user, string? text, CancellationToken cancellationToken) =>
        store.ListAsync(new SessionQuery { Tenant = company, Owner = user, Text = text }, cancellationToken);

    public static async Task EraseAsync(AIAgent agent, string company, string user, CancellationToken cancellationToken) =>
        await agent.DeleteSessionsAsync(new SessionQuery { Tenant = company, Owner = user }, cancellationToken);
}
