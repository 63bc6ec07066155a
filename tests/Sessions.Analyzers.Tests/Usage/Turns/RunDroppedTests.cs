using Sessions.Analyzers.Usage;
using Sessions.Analyzers.Usage.Turns;
using Sessions.CodeFixes;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Usage.Turns;

public sealed class RunDroppedTests
{
    private static readonly AnalyzerTest Test = new(new UsageAnalyzer(new RunDroppedRule()));
    private static readonly CodeFixTest Fix = new(Test, new AwaitRunFix());

    private static readonly string[] Once = ["The task of 'RunAsync' is neither awaited nor kept, so that nobody learns how the turn ends; await it"];

    public static TheoryData<string> Dropped =>
    [
        "agent.[|RunAsync|](\"Hi\", session);",
        "_ = agent.[|RunAsync|](\"Hi\", session);",
        "agent?.[|RunAsync|](\"Hi\", session);",
        "var response = agent.[|RunAsync|](\"Hi\", session);",
        "Task response = agent.[|RunAsync|](\"Hi\", session);",
        "agent.[|RunAsync|](\"Hi\");",
        "agent.[|RunAsync|](\"Hi\", session).ConfigureAwait(false);",
        "Action start = () => agent.[|RunAsync|](\"Hi\", session); start();",
        "if (token.CanBeCanceled) { _ = agent.[|RunAsync|](\"Hi\", session, cancellationToken: token); }",
        "void Start() { agent.[|RunAsync|](\"Hi\", session); } Start();",
    ];

    public static TheoryData<string> Kept =>
    [
        "await agent.RunAsync(\"Hi\", session);",
        "var response = agent.RunAsync(\"Hi\", session); await response;",
        "var response = agent.RunAsync(\"Hi\", session); Console.WriteLine(response.Status);",
        "_running = agent.RunAsync(\"Hi\", session);",
        "await Task.WhenAll(agent.RunAsync(\"Hi\", session));",
        "agent.RunAsync(\"Hi\", session).Wait();",
        "agent.RunAsync(\"Hi\", session).GetAwaiter().GetResult();",
        "_ = agent.RunAsync(\"Hi\", session).ContinueWith(task => Console.WriteLine(task.Status));",
        "_ = await agent.RunAsync(\"Hi\", session);",
        "Func<Task> start = () => agent.RunAsync(\"Hi\", session); await start();",
        "var all = new List<Task> { agent.RunAsync(\"Hi\", session) }; await Task.WhenAll(all);",
        "Task Start() => agent.RunAsync(\"Hi\", session); await Start();",
        "await (agent?.RunAsync(\"Hi\", session) ?? Task.FromResult<AgentResponse>(null!));",
    ];

    [Theory]
    [MemberData(nameof(Dropped))]
    public Task Dropped_run_is_reported(string code) => Test.Reports(InMethod(code), Once);

    [Theory]
    [MemberData(nameof(Dropped))]
    public Task Dropped_run_is_reported_on_the_framework(string code) => Test.OnAgentFramework().Reports(InMethod(code), Once);

    [Fact]
    public Task Dropped_turn_that_is_run_again_is_reported() => Test.Reports(
        InMethod("agent.[|RegenerateAsync|](session);"), [Once[0].Replace("RunAsync", "RegenerateAsync", StringComparison.Ordinal)]);

    [Theory]
    [MemberData(nameof(Kept))]
    public Task Run_that_somebody_has_is_not(string code) => Test.IsSilent(InMethod(code));

    [Theory]
    [MemberData(nameof(Kept))]
    public Task Run_that_somebody_has_is_not_on_the_framework(string code) => Test.OnAgentFramework().IsSilent(InMethod(code));

    [Fact]
    public Task Run_of_another_type_is_not() => Test.IsSilent("class Job { public Task RunAsync() => Task.CompletedTask; public void Start() { RunAsync(); } }");

    [Fact]
    public Task Fix_awaits_the_run() => Fix.Fixes(
        InMethod("""
            agent.[|RunAsync|]("Hi", session); // first
                    _ = agent.[|RunAsync|]("You", session).ConfigureAwait(false);
                    var response = agent.[|RunAsync|]("There", session);
            """),
        InMethod("""
            await agent.RunAsync("Hi", session); // first
                    _ = await agent.RunAsync("You", session).ConfigureAwait(false);
                    var response = await agent.RunAsync("There", session);
            """));

    [Theory]
    [InlineData("void Start() { agent.[|RunAsync|](\"Hi\", session); } Start();")]
    [InlineData("agent?.[|RunAsync|](\"Hi\", session);")]
    [InlineData("Task response = agent.[|RunAsync|](\"Hi\", session);")]
    [InlineData("var gate = new Lock(); lock (gate) { _ = agent.[|RunAsync|](\"Hi\", session); }")]
    public Task Nothing_is_offered_where_await_would_not_compile(string code) => Fix.OffersNothing(InMethod(code));

    private static string InMethod(string code) => $$"""
        class Chat
        {
            private Task? _running;

            public bool IsRunning => _running is not null;

            public void Stop() => _running = null;

            public async Task Ask(AIAgent agent, AgentSession session, CancellationToken token)
            {
                await Task.Yield();
                {{code}}
            }
        }
        """;
}
