using Sessions.Analyzers.Usage;
using Sessions.Analyzers.Usage.Turns;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Usage.Turns;

/// <summary>Turns of one session that run at once: they are mixed by Microsoft Agent Framework, refused where an agent says so, and wait otherwise.</summary>
public sealed class OverlapTests
{
    private static readonly AnalyzerTest Overlap = new(new UsageAnalyzer(new OverlapRule()));
    private static readonly AnalyzerTest Queued = new(new UsageAnalyzer(new QueuedTurnsRule()));

    private static readonly string[] Mixed = [Message("Microsoft Agent Framework does not keep them apart")];
    private static readonly string[] Refused = [Message("the agent refuses all but the first")];

    private static readonly string[] Waits =
        ["Session 'session' is given to turns that are begun at once, and run one after the other in any order; await each before the next, or give each a session of its own"];

    public static TheoryData<string> Overlapping =>
    [
        "await Task.WhenAll(agent.RunAsync(\"a\", session), agent.RunAsync(\"b\", [|session|]));",
        "await Task.WhenAll([agent.RunAsync(\"a\", session), agent.RunAsync(\"b\", [|session|])]);",
        "await Task.WhenAny(new[] { agent.RunAsync(\"a\", session), agent.RunAsync(\"b\", [|session|]) });",
        "await Task.WhenAll(Task.Run(() => agent.RunAsync(\"a\", session)), Task.Run(async () => await agent.RunAsync(\"b\", [|session|])));",
        "await Task.WhenAll(questions.Select(question => agent.RunAsync(question, [|session|])));",
        "await Task.WhenAll(questions.Select(async question => (await agent.RunAsync(question, [|session|])).Text).ToList());",
        "var tasks = questions.Select(question => agent.RunAsync(question, [|session|])); var all = await Task.WhenAll(tasks); Console.WriteLine(all.Length);",
        "await Parallel.ForEachAsync(questions, async (question, stop) => await agent.RunAsync(question, [|session|], cancellationToken: stop));",
        "Parallel.ForEach(questions, question => agent.RunAsync(question, [|session|]).Wait());",
        "await Parallel.ForEachAsync(questions, async (question, stop) => { await foreach (var update in agent.RunStreamingAsync(question, [|session|])) { Console.Write(update); } });",
        "Parallel.Invoke(() => agent.RunAsync(\"a\", session).Wait(), () => agent.RunAsync(\"b\", [|session|]).Wait());",
        "var first = agent.RunAsync(\"a\", session); var second = agent.RunAsync(\"b\", [|session|]); await Task.WhenAll(first, second);",
        "var first = agent.RunAsync(\"a\", session); await agent.RunAsync(\"b\", [|session|]); await first;",
        "_ = agent.RunAsync(\"a\", session); await foreach (var update in agent.RunStreamingAsync(\"b\", [|session|])) { Console.Write(update); }",
        "_ = Task.Run(() => agent.RunAsync(\"a\", session)); if (questions.Length > 0) { await agent.RunAsync(\"b\", [|session|]); }",
        "var tasks = new List<Task>(); foreach (var question in questions) { tasks.Add(agent.RunAsync(question, [|session|])); } await Task.WhenAll(tasks);",
        "var tasks = new List<Task>(); for (var i = 0; i < 3; i++) { tasks.Add(agent.RunAsync($\"{i}\", [|session|])); } await Task.WhenAll(tasks);",
    ];

    public static TheoryData<string> Apart =>
    [
        "await agent.RunAsync(\"a\", session); await agent.RunAsync(\"b\", session);",
        "await Task.WhenAll(agent.RunAsync(\"a\", session), agent.RunAsync(\"b\", other));",
        "await Task.WhenAll(agent.RunAsync(\"a\"), agent.RunAsync(\"b\"));",
        "await Task.WhenAll(agent.RunAsync(\"a\", session), Task.Delay(1000));",
        "await Task.WhenAll(questions.Select(async question => { var own = await agent.CreateSessionAsync(); return await agent.RunAsync(question, own); }));",
        "foreach (var question in questions) { await agent.RunAsync(question, session); }",
        "foreach (var task in questions.Select(question => agent.RunAsync(question, session))) { await task; }",
        "await Parallel.ForEachAsync(questions, new ParallelOptions { MaxDegreeOfParallelism = 1 }, async (question, stop) => await agent.RunAsync(question, session));",
        "await Parallel.ForEachAsync(new[] { session, other }, async (one, stop) => await agent.RunAsync(\"a\", one));",
        "var first = agent.RunAsync(\"a\", session); await first; await agent.RunAsync(\"b\", session);",
        "var first = agent.RunAsync(\"a\", session); session = other; await agent.RunAsync(\"b\", session); await first;",
        "var first = agent.RunAsync(\"a\", session); Console.WriteLine((await first).Text); await agent.RunAsync(\"b\", session);",
        "var first = agent.RunAsync(\"a\", session); var second = agent.RunAsync(\"b\", other); await Task.WhenAll(first, second);",
        "if (questions.Length > 0) { _ = agent.RunAsync(\"a\", session); } else { await agent.RunAsync(\"b\", session); }",
        "var gate = new SemaphoreSlim(1); await Task.WhenAll(questions.Select(async question => { await gate.WaitAsync(); try { await agent.RunAsync(question, session); } finally { gate.Release(); } }));",
        "var tasks = new List<Task>(); foreach (var one in new[] { session, other }) { tasks.Add(agent.RunAsync(\"a\", one)); } await Task.WhenAll(tasks);",
        "var tasks = new List<Task>(); foreach (var question in questions) { tasks.Add(agent.RunAsync(question, session)); await Task.WhenAll(tasks); }",
        "var streams = new[] { agent.RunStreamingAsync(\"a\", session), agent.RunStreamingAsync(\"b\", session) }; Console.WriteLine(streams.Length);",
        "Func<string, Task> ask = question => agent.RunAsync(question, session); await ask(\"a\"); await ask(\"b\");",
    ];

    [Theory]
    [MemberData(nameof(Overlapping))]
    public Task Turns_that_the_framework_mixes_are_reported(string code) => Overlap.OnAgentFramework().Reports(InMethod(code), Mixed);

    [Theory]
    [MemberData(nameof(Overlapping))]
    public Task Turns_that_wait_are_told_of(string code) => Queued.Reports(InMethod(code), Waits);

    [Theory]
    [MemberData(nameof(Overlapping))]
    public Task Turns_that_wait_are_no_overlap(string code) => Overlap.IsSilent(InMethod(code.Replace("[|", "").Replace("|]", "")));

    [Theory]
    [MemberData(nameof(Apart))]
    public Task Turns_that_do_not_meet_are_neither(string code) => Task.WhenAll(
        Overlap.IsSilent(InMethod(code)), Queued.IsSilent(InMethod(code)), Overlap.OnAgentFramework().IsSilent(InMethod(code)));

    [Theory]
    [InlineData("agent.RunAsync(\"a\", session, new AgentRunOptions { ConcurrentTurns = ConcurrentTurns.Reject })", "agent.RunAsync(\"b\", [|session|], new AgentRunOptions { ConcurrentTurns = ConcurrentTurns.Reject })")]
    [InlineData("made.RunAsync(\"a\", session)", "made.RunAsync(\"b\", [|session|])")]
    public Task Turns_that_are_refused_are_reported(string first, string second) => Overlap.Reports(
        InMethod(Made("ConcurrentTurns.Reject", first, second)), Refused);

    [Theory]
    [InlineData("ConcurrentTurns.Supersede")]
    [InlineData("DateTime.Now.Hour > 12 ? ConcurrentTurns.Reject : ConcurrentTurns.Queue")]
    public async Task Turns_that_are_meant_to_meet_are_neither(string setting)
    {
        var code = InMethod(Made(setting, "made.RunAsync(\"a\", session)", "made.RunAsync(\"b\", session)"));
        await Overlap.IsSilent(code);
        await Queued.IsSilent(code);
    }

    [Fact]
    public Task Options_that_are_not_seen_may_say_it() => Queued.IsSilent("""
        class Chat(AgentRunOptions options)
        {
            public Task Ask(AIAgent agent, AgentSession session) => Task.WhenAll(agent.RunAsync("a", session, options), agent.RunAsync("b", session, options));
        }
        """);

    [Theory]
    [InlineData("private readonly AIFunction _tool = agent.AsAIFunction(session: [|Shared|]); public string Name => _tool.Name; private static readonly AgentSession Shared = null!;", "Shared")]
    [InlineData("public Func<IServiceProvider, AIFunction> Factory => services => agent.AsAIFunction(null, [|session|]);", "session")]
    public Task Tool_that_conversations_share_with_its_session_is_reported(string member, string session) => Overlap.OnAgentFramework().Reports(
        $"class Tools(AIAgent agent, AgentSession session) {{ public object All => (agent, session); {member} }}",
        [Message("Microsoft Agent Framework does not keep them apart").Replace("'session'", $"'{session}'")]);

    [Theory]
    [InlineData("return agent.AsAIFunction();")]
    [InlineData("var session = await agent.CreateSessionAsync(); return agent.AsAIFunction(session: session);")]
    public Task Tool_of_one_conversation_is_not(string code) => Overlap.OnAgentFramework().IsSilent(
        $"class Tools {{ public async Task<AIFunction> Make(AIAgent agent) {{ await Task.Yield(); {code} }} }}");

    private static string Message(string reason) =>
        $"Session 'session' is given to turns that run at once, and {reason}; await each before the next, or give each a session of its own";

    private static string Made(string setting, string first, string second) => $$"""
        var made = new ChatClientAgent(client, new ChatClientAgentOptions { ConcurrentTurns = {{setting}} });
        await Task.WhenAll({{first}}, {{second}});
        Console.WriteLine(made.Id);
        """.Replace(first.StartsWith("agent", StringComparison.Ordinal) ? ", new ChatClientAgentOptions { ConcurrentTurns = ConcurrentTurns.Reject }" : " none ", "");

    private static string InMethod(string code) => $$"""
        class Chat
        {
            public async Task Ask(AIAgent agent, AgentSession session, AgentSession other, string[] questions, IChatClient client)
            {
                await Task.Yield();
                {{code}}
            }
        }
        """;
}
