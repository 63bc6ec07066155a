using Sessions.Analyzers.Usage;
using Sessions.CodeFixes;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Usage;

public sealed class SessionNotPassedTests
{
    private static readonly AnalyzerTest Test = new(new UsageAnalyzer(new SessionNotPassedRule()));
    private static readonly CodeFixTest Fix = new(Test, new PassSessionFix());

    private static readonly string[] Once = ["Session 'session' is not passed to the runs of 'agent', which remember nothing without it"];

    [Theory]
    [InlineData("var [|session|] = await agent.CreateSessionAsync(); await agent.RunAsync(\"Hi\");")]
    [InlineData("AgentSession [|session|] = await agent.GetSessionAsync(\"a\"); await foreach (var update in agent.RunStreamingAsync(\"Hi\", cancellationToken: token)) { }")]
    [InlineData("var [|session|] = await agent.CreateSessionAsync().ConfigureAwait(false); while (true) { await agent.RunAsync(\"Hi\"); }")]
    [InlineData("if (token.CanBeCanceled) { var [|session|] = await agent.CreateSessionAsync(); await agent.RunAsync(\"Hi\"); await agent.RunAsync(\"You\"); }")]
    [InlineData("Func<Task> ask = async () => { var [|session|] = await agent.CreateSessionAsync(); await agent.RunAsync(\"Hi\"); }; await ask();")]
    [InlineData("var [|session|] = await agent.CreateSessionAsync(); Console.WriteLine(session.Id); await agent.RunAsync(\"Hi\");")]
    [InlineData("var [|session|] = await agent.CreateSessionAsync(); Console.WriteLine($\"{session.Tenant}/{session.Id}\"); await agent.RunAsync(\"Hi\");")]
    [InlineData("var [|session|] = await agent.CreateSessionAsync(); Func<Task> ask = () => agent.RunAsync(\"Hi\"); await ask();")]
    [InlineData("var [|session|] = await agent.CreateSessionAsync(); await Say(); async Task Say() => await agent.RunAsync(\"Hi\");")]
    [InlineData("var [|session|] = await agent.CreateSessionAsync(); await agent.RunAsync(\"Hi\", options: new AgentRunOptions { TurnKey = \"a\" });")]
    [InlineData("var [|session|] = await agent.CreateSessionAsync(); var options = new ChatClientAgentRunOptions { ChatOptions = new() { Temperature = 0 } }; await agent.RunAsync(\"Hi\", options: options);")]
    public Task Forgotten_session_is_reported(string code) => Test.Reports(InMethod(code), Once);

    [Fact]
    public Task Forgotten_session_of_a_field_is_reported() => Test.Reports(
        InMethod("var [|session|] = await _other.CreateSessionAsync(); await this._other.RunAsync(\"Hi\");"),
        ["Session 'session' is not passed to the runs of '_other', which remember nothing without it"]);

    [Fact]
    public Task Forgotten_session_in_top_level_statements_is_reported() => Test.Reports(
        """
        AIAgent agent = null!;
        var [|session|] = await agent.CreateSessionAsync();
        await agent.RunAsync("Hi");
        """,
        Once);

    [Fact]
    public Task Forgotten_session_of_Agent_Framework_is_reported() => Test.Reports(
        """
        class Chat
        {
            public async Task Ask(Microsoft.Agents.AI.AIAgent agent)
            {
                var [|session|] = await agent.CreateSessionAsync();
                await agent.RunAsync("Hi");
            }
        }
        """,
        Once,
        AgentFramework.Source);

    [Theory]
    [InlineData("var session = await agent.CreateSessionAsync(); await agent.RunAsync(\"Hi\", session);")]
    [InlineData("var session = await agent.CreateSessionAsync(); await agent.RunAsync(\"Hi\"); await agent.SaveSessionAsync(session);")]
    [InlineData("var session = await agent.CreateSessionAsync(); Console.WriteLine(session.State); await agent.RunAsync(\"Hi\");")]
    [InlineData("var session = await agent.CreateSessionAsync(); var id = session.Id; await agent.RunAsync(id);")]
    [InlineData("var session = await agent.CreateSessionAsync(); await agent.RunAsync(session.Id);")]
    [InlineData("var session = await agent.CreateSessionAsync();")]
    [InlineData("var session = await agent.CreateSessionAsync(); await _other.RunAsync(\"Hi\");")]
    [InlineData("await agent.RunAsync(\"Hi\"); var session = await agent.CreateSessionAsync();")]
    [InlineData("var session = await agent.CreateSessionAsync(); await agent.RunAsync(\"Hi\", given);")]
    [InlineData("var session = await agent.CreateSessionAsync(); await agent.RunAsync(\"Hi\", null);")]
    [InlineData("var session = await agent.CreateSessionAsync(); await agent.RunAsync(\"Hi\", options: new ChatClientAgentRunOptions { ChatOptions = new() { ConversationId = \"a\" } });")]
    [InlineData("{ var session = await agent.CreateSessionAsync(); } await agent.RunAsync(\"Hi\");")]
    [InlineData("var session = await agent.CreateSessionAsync(); agent = _other; await agent.RunAsync(\"Hi\");")]
    [InlineData("var session = await agent.CreateSessionAsync(); var options = new ChatClientAgentRunOptions { ChatOptions = new() }; options.ChatOptions.ConversationId = \"a\"; await agent.RunAsync(\"Hi\", options: options);")]
    [InlineData("var session = await agent.CreateSessionAsync(); await Say(agent); static async Task Say(AIAgent agent) => await agent.RunAsync(\"Hi\");")]
    [InlineData("Func<Task> ask = () => agent.RunAsync(\"Hi\"); var session = await agent.CreateSessionAsync(); await ask();")]
    [InlineData("switch (token.CanBeCanceled) { case true: var session = await agent.CreateSessionAsync(); break; default: await agent.RunAsync(\"Hi\"); break; }")]
    [InlineData("var _ = await agent.CreateSessionAsync(); await agent.RunAsync(\"Hi\");")]
    [InlineData("await agent.CreateSessionAsync(); await agent.RunAsync(\"Hi\");")]
    public Task Session_that_may_be_meant_otherwise_is_not(string code) => Test.IsSilent(InMethod(code));

    [Fact]
    public Task Fix_passes_the_session_to_every_run() => Fix.Fixes(
        InMethod(
            """
            var [|session|] = await agent.CreateSessionAsync();
                    await agent.RunAsync("Hi"); // first
                    await foreach (var update in agent.RunStreamingAsync("You", cancellationToken: token)) { }
                    await agent.RunAsync(message: "Again");
                    Func<Task> later = () => agent.RunAsync("Later", options: new AgentRunOptions());
                    await later();
                    var [|@class|] = await _other.CreateSessionAsync();
                    await _other.RunAsync("Hi");
            """),
        InMethod(
            """
            var session = await agent.CreateSessionAsync();
                    await agent.RunAsync("Hi", session: session); // first
                    await foreach (var update in agent.RunStreamingAsync("You", session: session, cancellationToken: token)) { }
                    await agent.RunAsync(session: session, message: "Again");
                    Func<Task> later = () => agent.RunAsync("Later", session: session, options: new AgentRunOptions());
                    await later();
                    var @class = await _other.CreateSessionAsync();
                    await _other.RunAsync("Hi", session: @class);
            """));

    private static string InMethod(string code) => $$"""
        class Chat(AIAgent other)
        {
            private readonly AIAgent _other = other;

            public async Task Ask(AIAgent agent, AgentSession given, CancellationToken token)
            {
                await Task.Yield();
                {{code}}
            }
        }
        """;
}
