using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.AI;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Sessions;
using Sessions.Agents;
using WebChat;
using WebChat.Models;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddChatClient(ModelFromConfiguration.Create(builder.Configuration));
builder.Services.AddScoped<IHuts, DemoHuts>();
builder.Services.AddAgentSessions()
    .UseSqlite(builder.Configuration.GetConnectionString("Sessions") ?? "Data Source=webchat.db")
    .AddAgent("Guide", (_, options) =>
    {
        options.ChatOptions = new ChatOptions
        {
            Instructions = "You are a guide for hikers. Be brief.",
            Tools = [AIFunctionFactory.Create(HutTools.BookHut)],
        };
        options.InterruptedTurns = InterruptedTurns.KeepPartial;
        options.QueueTimeout = builder.Configuration.GetValue("Chat:QueueTimeout", TimeSpan.FromSeconds(30));
    });
builder.Services.AddHealthChecks().AddSessionStore();

builder.Services.AddSingleton<DetachedTurns>();
builder.Services.AddHostedService(services => services.GetRequiredService<DetachedTurns>());

builder.Services.AddProblemDetails();
builder.Services.AddAuthentication(BearerTokenDefaults.AuthenticationScheme).AddBearerToken();
builder.Services.AddAuthorization();

var telemetry = builder.Services.AddOpenTelemetry()
    .WithTracing(tracing => tracing
        .AddAspNetCoreInstrumentation()
        .AddSource(SessionsInstrumentation.ActivitySourceName))
    .WithMetrics(metrics => metrics
        .AddAspNetCoreInstrumentation()
        .AddMeter(SessionsInstrumentation.MeterName));
if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not null)
{
    telemetry.UseOtlpExporter();
}

var app = builder.Build();

app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = ChatProblems.StatusOf });
app.UseStatusCodePages();
app.MapHealthChecks("/health");
app.MapGroup("/sessions").RequireAuthorization().MapChat();
if (app.Environment.IsDevelopment())
{
    app.MapDemoSignIn();
}

app.Run();
