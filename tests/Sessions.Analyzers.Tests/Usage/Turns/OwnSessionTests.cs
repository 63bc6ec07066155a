using Sessions.Analyzers.Usage;
using Sessions.Analyzers.Usage.Turns;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Usage.Turns;

public sealed class OwnSessionTests
{
    private static readonly AnalyzerTest Test = new(new UsageAnalyzer(new OwnSessionRule()));

    private static readonly string[] Once = ["This run is given the session of the turn that it is part of, which is not finished; give it a session of its own, or none"];

    [Theory]
    [InlineData("await agent.RunAsync(\"Hi\", [|TurnContext.Current!.Session|]);")]
    [InlineData("await agent.RunAsync(\"Hi\", [|TurnContext.Current?.Session|]);")]
    [InlineData("await agent.RunAsync(\"Hi\", session: [|turn.Session|]!);")]
    [InlineData("await turn.Agent.RunAsync(\"Hi\", [|turn.Session|]);")]
    [InlineData("var own = turn.Session!; await agent.RunAsync(\"Hi\", [|own|]);")]
    [InlineData("if (turn.Session is { } own) { await agent.RunAsync(\"Hi\", [|own|]); }")]
    [InlineData("if (turn.Session is AgentSession own && own.Revision > 0) { await agent.RunAsync(\"Hi\", [|own|]); }")]
    [InlineData("if (turn is { Session: { } own }) { await agent.RunAsync(\"Hi\", [|own|]); }")]
    [InlineData("await foreach (var update in agent.RunStreamingAsync(\"Hi\", [|turn.Session|])) { Console.Write(update); }")]
    [InlineData("await agent.RegenerateAsync([|turn.Session|]!);")]
    [InlineData("Func<Task> ask = () => agent.RunAsync(\"Hi\", [|turn.Session|]); await ask();")]
    public Task Run_of_the_turns_session_is_reported(string code) => Test.Reports(InTool(code), Once);

    [Theory]
    [InlineData("await agent.RunAsync(\"Hi\", [|AIAgent.CurrentRunContext!.Session|]);")]
    [InlineData("await agent.RunAsync(\"Hi\", [|AIAgent.CurrentRunContext?.Session|]);")]
    [InlineData("var own = AIAgent.CurrentRunContext!.Session; await agent.RunAsync(\"Hi\", [|own|]);")]
    [InlineData("await context.Agent.RunAsync(\"Hi\", [|context.Session|]);")]
    [InlineData("await foreach (var update in agent.RunStreamingAsync(\"Hi\", [|context.Session|])) { Console.Write(update); }")]
    public Task Run_of_the_turns_session_is_reported_on_the_framework(string code) => Test.OnAgentFramework().Reports(InFrameworkProvider(code), Once);

    [Theory]
    [InlineData("await agent.RunAsync(\"Hi\", session);")]
    [InlineData("await agent.RunAsync(\"Hi\");")]
    [InlineData("await agent.RunAsync(\"Hi\", null);")]
    [InlineData("await agent.RunAsync(turn.InputMessages, await agent.CreateSessionAsync());")]
    [InlineData("if (turn.Session is { } own) { own = session; await agent.RunAsync(\"Hi\", own); }")]
    [InlineData("if (session is { } own) { await agent.RunAsync(\"Hi\", own); }")]
    [InlineData("var own = turn.Session; own = session; await agent.RunAsync(\"Hi\", own);")]
    [InlineData("var fork = await agent.ForkSessionAsync(turn.Session!); await agent.RunAsync(\"Hi\", fork);")]
    [InlineData("Console.WriteLine(turn.Session!.Id); await agent.RunAsync(\"Hi\", session);")]
    [InlineData("await agent.RunAsync(\"Hi\", new Holder(session).Session);")]
    [InlineData("await agent.GetSessionAsync(turn.Session!.Id);")]
    [InlineData("Console.WriteLine(turn.Session?.Id);")]
    [InlineData("await agent.RunAsync(turn.Session!.Id, session);")]
    public Task Run_of_another_session_is_not(string code) => Test.IsSilent(InTool(code));

    [Fact]
    public Task Run_after_the_turn_is_not_on_the_framework() => Test.OnAgentFramework().IsSilent(
        """
        class Provider : AIContextProvider
        {
            protected override async ValueTask StoreAIContextAsync(InvokedContext context, CancellationToken cancellationToken = default) =>
                await context.Agent.RunAsync("Summarize", await context.Agent.CreateSessionAsync());
        }
        """);

    private static string InTool(string code) => $$"""
        record Holder(AgentSession Session);

        class Tools
        {
            public async Task Ask(AIAgent agent, AgentSession session, TurnContext turn)
            {
                await Task.Yield();
                {{code}}
            }
        }
        """;

    private static string InFrameworkProvider(string code) => $$"""
        class Provider(AIAgent agent) : AIContextProvider
        {
            protected override async ValueTask<AIContext> ProvideAIContextAsync(InvokingContext context, CancellationToken cancellationToken = default)
            {
                await Task.Yield();
                {{code}}
                return new AIContext { Instructions = agent.Name };
            }
        }
        """;
}
