using System.Security.Claims;
using Company.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Sessions;
using Sessions.Agents;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(Model.Connect());
builder.Services.AddAgentSessions().AddAgent("Guide");
var app = builder.Build();

app.MapPost("/chat/{id}", async (string id, [FromBody] string text, ClaimsPrincipal user, [FromKeyedServices("Guide")] AIAgent agent, CancellationToken aborted) =>
{
    var tenant = user.FindFirstValue(ClaimTypes.NameIdentifier);
    if (!SessionKey.TryCreate(tenant, id, out SessionKey key))
    {
        return Results.BadRequest();
    }

    AgentSession session = await agent.GetSessionAsync(key, cancellationToken: aborted);
    AgentResponse response = await agent.RunAsync(text, session, cancellationToken: aborted);
    return Results.Ok(response.Text);
});

app.Run();
