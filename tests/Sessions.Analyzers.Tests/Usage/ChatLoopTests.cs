using Sessions.Analyzers.Usage;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Usage;

public sealed class ChatLoopTests
{
    private const string None = "This run has no session in each round of the loop that reads what the user says, and remembers nothing of the rounds before; create one session before the loop";
    private const string New = "This run has a new session in each round of the loop that reads what the user says, and remembers nothing of the rounds before; create one session before the loop";

    private static readonly AnalyzerTest Test = new(new UsageAnalyzer(new ChatLoopRule()));

    public static TheoryData<string, bool> Sessionless => InBothVocabularies(
        "while (true) { var line = Console.ReadLine(); await agent.[|RunAsync|](line!); }",
        "while (Console.ReadLine() is { Length: > 0 } line) { await agent.[|RunAsync|](line); }",
        "while (Console.ReadLine() is string line) { await agent.[|RunAsync|](line); }",
        "string? line; while ((line = Console.ReadLine()) != null) { await foreach (var update in agent.[|RunStreamingAsync|](line)) { Console.Write(update); } }",
        "while (true) { var line = await Console.In.ReadLineAsync(token); if (line == \"quit\") { break; } await agent.[|RunAsync|](line!, cancellationToken: token); }",
        "do { var line = Console.ReadLine()?.Trim() ?? \"\"; Console.WriteLine(await agent.[|RunAsync|](line)); } while (true);",
        "for (; ; ) { await agent.[|RunAsync|](new ChatMessage(ChatRole.User, Console.ReadLine())); }",
        "while (true) { var text = Console.In.ReadLine(); var messages = new List<ChatMessage> { new(ChatRole.User, text) }; await agent.[|RunAsync|](messages); }",
        "while (true) { var line = Console.ReadLine(); for (var attempt = 0; attempt < 3; attempt++) { await agent.[|RunAsync|](line!); } }",
        "while (Console.ReadLine() is { } line) { await agent.[|RunAsync|](line, options: new AgentRunOptions()); }");

    public static TheoryData<string, bool> Anew => InBothVocabularies(
        "while (Console.ReadLine() is { } line) { var [|session|] = await agent.CreateSessionAsync(); await agent.RunAsync(line, session); }",
        "while (true) { var line = Console.ReadLine(); AgentSession [|session|] = await agent.CreateSessionAsync(token).ConfigureAwait(false); await agent.RunAsync(line!, session); }");

    public static TheoryData<string, bool> Others => InBothVocabularies(
        "var session = await agent.CreateSessionAsync(); while (Console.ReadLine() is { } line) { await agent.RunAsync(line, session); }",
        "AgentSession? session = null; while (Console.ReadLine() is { } line) { session ??= await agent.CreateSessionAsync(); await agent.RunAsync(line, session); }",
        "while (Console.ReadLine() is { } line) { await agent.RunAsync(line, null); }",
        "while (Console.ReadLine() is { } path) { await agent.RunAsync(System.IO.File.ReadAllText(path)); }",
        "while (Console.ReadLine() is { } line) { await agent.RunAsync($\"Translate: {line}\"); }",
        "while (Console.ReadLine() is { } path) { var session = await agent.CreateSessionAsync(); await agent.RunAsync(path, session); await agent.RunAsync(\"And now?\", session); }",
        "var messages = new List<ChatMessage>(); while (Console.ReadLine() is { } line) { messages.Add(new(ChatRole.User, line)); await agent.RunAsync(messages); }",
        "while (true) { var line = Console.ReadLine(); if (line is { Length: > 0 }) { await agent.RunAsync(line); break; } }",
        "foreach (var line in new[] { \"a\", \"b\" }) { await agent.RunAsync(line); }",
        "var line = Console.ReadLine(); for (var i = 0; i < 3; i++) { await agent.RunAsync(line!); }",
        "while (Console.ReadLine() is { } line) { await agent.RunAsync(line, options: given); }",
        "while (Console.ReadLine() is { } line) { Func<Task> later = () => agent.RunAsync(line); await later(); }",
        "while (await reader.ReadLineAsync(token) is { } line) { await agent.RunAsync(line); }",
        "while (true) { Console.ReadLine(); await agent.RunAsync(\"Go on.\"); }",
        "while (true) { var session = await agent.CreateSessionAsync(); while (Console.ReadLine() is { Length: > 0 } line) { await agent.RunAsync(line, session); } }");

    [Theory]
    [MemberData(nameof(Sessionless))]
    public Task Run_without_a_session_is_reported(string code, bool isFramework) => In(isFramework).Reports(InMethod(code), [None]);

    [Theory]
    [MemberData(nameof(Anew))]
    public Task Session_of_one_round_is_reported(string code, bool isFramework) => In(isFramework).Reports(InMethod(code), [New]);

    [Theory]
    [MemberData(nameof(Others))]
    public Task Loop_that_may_be_meant_so_is_not(string code, bool isFramework) => In(isFramework).IsSilent(InMethod(code));

    [Theory]
    [InlineData("while (Console.ReadLine() is { } id) { var session = await agent.GetSessionAsync(id); await agent.RunAsync(id, session); }")]
    [InlineData("while (Console.ReadLine() is { } id) { var session = await agent.CreateSessionAsync(id); await agent.RunAsync(id, session); }")]
    public Task Session_that_is_found_by_an_id_is_not(string code) => Test.IsSilent(InMethod(code));

    private static TheoryData<string, bool> InBothVocabularies(params string[] codes)
    {
        var data = new TheoryData<string, bool>();
        foreach (var code in codes)
        {
            data.Add(code, false);
            data.Add(code, true);
        }

        return data;
    }

    private static AnalyzerTest In(bool isFramework) => isFramework ? Test.OnAgentFramework() : Test;

    private static string InMethod(string code) => $$"""
        class Chat(AIAgent agent, AgentRunOptions given, System.IO.TextReader reader)
        {
            public object All => (given, reader);

            public async Task Talk(CancellationToken token)
            {
                await Task.Delay(1, token);
                {{code}}
            }
        }
        """;
}
