using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(Model.Connect());
builder.Services.AddKeyedSingleton<AIAgent>("pirate", (services, key) =>
    services.GetRequiredService<IChatClient>().AsAIAgent(instructions: "You are a pirate.", name: (string)key!));
var app = builder.Build();

app.MapPost("/chat", async (ChatRequest request, [FromKeyedServices("pirate")] AIAgent agent, CancellationToken aborted) =>
{
    AgentSession session = request.State is { } state
        ? await agent.DeserializeSessionAsync(state, cancellationToken: aborted)
        : await agent.CreateSessionAsync(aborted);
    AgentResponse response = await agent.RunAsync(request.Text, session, cancellationToken: aborted);
    return Results.Ok(new ChatRequest(response.Text, await agent.SerializeSessionAsync(session, cancellationToken: aborted)));
});

app.Run();

public sealed record ChatRequest(string Text, System.Text.Json.JsonElement? State);
