using Sessions.Analyzers.Usage;
using Sessions.Analyzers.Usage.Turns;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Usage.Turns;

public sealed class StreamLeftEarlyTests
{
    private static readonly AnalyzerTest Test = new(new UsageAnalyzer(new StreamLeftEarlyRule()));

    public static TheoryData<string, string> Left => new()
    {
        { "break", "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session)) { if (update.Text == \"stop\") { [|break|]; } }" },
        { "break", "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session).WithCancellation(token)) { Console.Write(update); [|break|]; }" },
        { "break", "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session).ConfigureAwait(false)) { if (count++ > 3) [|break|]; }" },
        { "return", "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session)) { if (update.Text.Length > 3) { [|return|]; } }" },
        { "return", "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session, cancellationToken: token)) { foreach (var letter in update.Text) { if (letter == '.') { [|return|]; } } }" },
        { "break", "Func<Task> ask = async () => { await foreach (var update in agent.RunStreamingAsync(\"Hi\", session)) { [|break|]; } }; await ask();" },
        { "break", "while (count < 3) { await foreach (var update in agent.RunStreamingAsync(\"Hi\", session)) { if (count++ > 3) { [|break|]; } } }" },
        { "break", "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session, new AgentRunOptions { AdditionalProperties = new() })) { try { Console.Write(update); } finally { count++; } [|break|]; }" },
    };

    public static TheoryData<string> Read =>
    [
        "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session)) { Console.Write(update); }",
        "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session)) { if (update.Text == \"\") { continue; } Console.Write(update); }",
        "await foreach (var update in agent.RunStreamingAsync(\"Hi\")) { break; }",
        "await foreach (var update in agent.RunStreamingAsync(\"Hi\", null)) { break; }",
        "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session)) { foreach (var letter in update.Text) { break; } }",
        "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session)) { switch (update.Text) { case \"\": break; default: count++; break; } }",
        "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session)) { if (token.IsCancellationRequested) { break; } }",
        "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session)) { if (count++ > 3 && token.IsCancellationRequested) { return; } }",
        "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session)) { Func<int> one = () => { return 1; }; count += one(); }",
        "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session)) { if (count++ > 3) { throw new InvalidOperationException(); } }",
        "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session, options)) { break; }",
        "foreach (var update in new[] { await agent.RunAsync(\"Hi\", session) }) { break; }",
    ];

    [Theory]
    [MemberData(nameof(Left))]
    public Task Stream_that_is_left_is_reported(string keyword, string code) => Test.Reports(InMethod(code), [Message(keyword)]);

    [Theory]
    [MemberData(nameof(Left))]
    public Task Stream_that_is_left_is_reported_on_the_framework(string keyword, string code) => Test.OnAgentFramework().Reports(InMethod(code), [Message(keyword)]);

    [Theory]
    [MemberData(nameof(Read))]
    public Task Stream_that_is_read_or_left_on_purpose_is_not(string code) => Test.IsSilent(InMethod(code));

    [Theory]
    [MemberData(nameof(Read))]
    public Task Stream_that_is_read_or_left_on_purpose_is_not_on_the_framework(string code) => Test.OnAgentFramework().IsSilent(InMethod(code));

    [Theory]
    [InlineData("await foreach (var update in agent.RunStreamingAsync(\"Hi\", session, new AgentRunOptions { InterruptedTurns = InterruptedTurns.KeepPartial })) { break; }")]
    [InlineData("var said = new AgentRunOptions { InterruptedTurns = InterruptedTurns.Discard }; await foreach (var update in agent.RunStreamingAsync(\"Hi\", session, said)) { break; }")]
    public Task Word_of_what_is_kept_is_enough(string code) => Test.IsSilent(InMethod(code));

    private static string Message(string keyword) =>
        $"This '{keyword}' leaves the stream of 'RunStreamingAsync' before its end, and the session keeps nothing of the turn; read it to its end, or say in InterruptedTurns what is kept";

    private static string InMethod(string code) => $$"""
        class Chat
        {
            public async Task Ask(AIAgent agent, AgentSession session, AgentRunOptions options, int count, CancellationToken token)
            {
                await Task.Yield();
                {{code}}
            }
        }
        """;
}
