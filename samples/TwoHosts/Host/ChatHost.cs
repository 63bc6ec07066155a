using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.AI;
using Sessions;
using Sessions.Agents;

namespace TwoHosts.Host;

/// <summary>What a client says.</summary>
internal sealed record Question(string Text);

/// <summary>What it is answered, once the turn is in the database.</summary>
internal sealed record Answer(string TurnId, string Text);

/// <summary>A host as any other: it knows nothing of how many there are.</summary>
internal static class ChatHost
{
    public const string AgentName = "Storekeeper";

    public static async Task<int> RunAsync(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);

        builder.Services.AddChatClient(new StandInModel());
        builder.Services.AddAgentSessions()
            .UsePostgreSql(builder.Configuration.GetConnectionString("Sessions")!, options => options.Schema = builder.Configuration["Sessions:Schema"]!)
            .AddAgent(AgentName, (_, options) =>
            {
                options.ChatOptions = new ChatOptions { Tools = [AIFunctionFactory.Create(Stock.Count)] };

                // A host that is killed is waited for no longer than that. Requests come to either host, so that there is nothing to keep a lease for.
                options.SessionLease = builder.Configuration.GetValue<bool>("Sessions:Leases")
                    ? new SessionLeaseOptions { Duration = TimeSpan.FromSeconds(3), IdleDuration = TimeSpan.Zero }
                    : null;
            });
        builder.Services.AddHealthChecks().AddSessionStore();
        builder.Services.AddProblemDetails();

        // What the demonstration prints is to be read, and a request that fails is repeated.
        builder.Logging.ClearProviders();

        WebApplication app = builder.Build();
        app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = StatusOf });
        app.MapHealthChecks("/health");
        app.MapPost("/tenants/{tenant}/sessions/{id}/turns", SayAsync);

        _ = StopWithParentAsync(app.Lifetime);
        try
        {
            await app.RunAsync();
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // It was stopped before it had started.
        }

        return 0;
    }

    // The tenant is in the address for the sample's sake; an application takes it from who is signed in.
    private static async Task<Answer> SayAsync(
        string tenant,
        string id,
        Question question,
        [FromHeader(Name = "Idempotency-Key")] string turnKey,
        [FromKeyedServices(AgentName)] AIAgent agent,
        CancellationToken disconnected)
    {
        AgentSession session = await agent.GetSessionAsync(new SessionKey(tenant, id), cancellationToken: disconnected);
        AgentResponse response = await agent.RunAsync(question.Text, session, new AgentRunOptions { TurnKey = turnKey }, disconnected);
        return new Answer(response.TurnId!, response.Text);
    }

    private static int StatusOf(Exception exception) => exception switch
    {
        // The other host was faster: the client may try again.
        SessionConflictException => StatusCodes.Status409Conflict,
        SessionStoreException => StatusCodes.Status503ServiceUnavailable,
        BadHttpRequestException badRequest => badRequest.StatusCode,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>Whoever has started the host holds its input open, and closes it at its own end at the latest.</summary>
    private static async Task StopWithParentAsync(IHostApplicationLifetime lifetime)
    {
        await Console.OpenStandardInput().CopyToAsync(Stream.Null);
        lifetime.StopApplication();
    }
}
