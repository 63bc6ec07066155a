using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Sessions.Agents;

namespace Sessions.Tests.Tools;

/// <summary>Tools of registered agents get the services of their turn: a scope that providers and tools share, and no other turn.</summary>
public class ToolServicesTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_tool_gets_the_scope_of_its_turn(bool pipelineInvokes, bool streamed)
    {
        var seen = new List<Scoped>();
        var tool = AIFunctionFactory.Create((IServiceProvider services) => Note(services), "note");
        var services = new ServiceCollection()
            .AddScoped<Scoped>()
            .AddSingleton<IChatClient>(new ScriptedModel(request => request.Messages[^1].Role == ChatRole.Tool ? ModelAnswer.Of("noted") : ModelAnswer.Nothing.Call("c1", "note").Call("c2", "note")));
        services.AddAgentSessions()
            .AddContextProvider<Noting>("noting")
            .AddAgent("A", (_, options) =>
            {
                options.ProviderNames.Add("noting");
                options.ChatOptions = new ChatOptions { Tools = [tool] };
                options.ConfigureChatClient = pipelineInvokes ? client => client.AsBuilder().UseFunctionInvocation().Build() : null;
            });
        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
        var agent = provider.GetRequiredKeyedService<AIAgent>("A");

        Assert.Equal("noted", (await agent.RunAsync(streamed, "note", session: null)).Text);
        Assert.Equal("noted", (await agent.RunAsync(streamed, "note", session: null)).Text);

        Assert.Equal(6, seen.Count);
        Assert.Single(seen.Take(3).Distinct());
        Assert.Single(seen.Skip(3).Distinct());
        Assert.NotSame(seen[0], seen[3]);
        Assert.All(seen, scoped => Assert.True(scoped.IsDisposed));

        string Note(IServiceProvider given)
        {
            Assert.Same(TurnContext.Current!.Services!.GetRequiredService<Scoped>(), given.GetRequiredService<Scoped>());
            if (seen.Count % 3 == 0)
            {
                seen.Add(((Noting.Place)TurnContext.Current.Items[typeof(Noting)]!).Scoped);
            }

            seen.Add(given.GetRequiredService<Scoped>());
            Assert.False(seen[^1].IsDisposed);
            return "noted";
        }
    }

    [Fact]
    public async Task An_agent_that_was_not_registered_has_none()
    {
        IServiceProvider? services = null;
        var agent = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "look")).AsAIAgent(name: "A", tools: [AIFunctionFactory.Create(() => services = TurnContext.Current!.Services, "look")]);

        await agent.RunAsync("look");

        Assert.Null(services);
    }

    public sealed class Scoped : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    public sealed class Noting(Scoped scoped) : AIContextProvider
    {
        public override string SourceId => "noting";

        public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
        {
            turn.Items[typeof(Noting)] = new Place(scoped);
            return default;
        }

        public override ValueTask InvokedAsync(TurnContext turn, CancellationToken cancellationToken) => default;

        public sealed record Place(Scoped Scoped);
    }
}
