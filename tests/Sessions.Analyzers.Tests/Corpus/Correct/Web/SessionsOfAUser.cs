using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sessions;
using Sessions.Agents;

namespace Web;

public static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/sessions", (ClaimsPrincipal user, AIAgent agent, CancellationToken aborted) =>
            agent.ListSessionsAsync(new SessionQuery { Tenant = user.Identity!.Name! }, aborted).Select(session => session.Key.Id));

        endpoints.MapDelete("/sessions/{id}", async (string id, ClaimsPrincipal user, AIAgent agent, CancellationToken aborted) =>
            await agent.DeleteSessionAsync(new SessionKey(user.Identity!.Name!, id), aborted) ? Results.NoContent() : Results.NotFound());
    }
}
