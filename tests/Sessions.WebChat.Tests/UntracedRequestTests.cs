using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;
using Sessions.Agents;

namespace Sessions.WebChat.Tests;

/// <summary>Why the guide adds the instrumentation of requests. Alone, since who listens in one server listens in the whole process.</summary>
[CollectionDefinition(nameof(UntracedRequestTests), DisableParallelization = true)]
[Collection(nameof(UntracedRequestTests))]
public sealed class UntracedRequestTests
{
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Turns_have_spans_where_requests_do(bool withRequests, int expected)
    {
        List<Activity> exported = [];
        using var model = new PacedModel();
        model.GoOn();
        var agent = model.AsAIAgent(name: "Guide");
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddOpenTelemetry().WithTracing(tracing =>
        {
            tracing.AddSource(SessionsInstrumentation.ActivitySourceName).AddInMemoryExporter(exported);
            if (withRequests)
            {
                tracing.AddAspNetCoreInstrumentation();
            }
        });
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/", async () => (await agent.RunAsync("Where to?")).Text);
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        await http.GetStringAsync("/");

        app.Services.GetRequiredService<TracerProvider>().ForceFlush();
        Assert.Equal(expected, exported.Count(span => span.DisplayName == "invoke_agent Guide"));
    }
}
