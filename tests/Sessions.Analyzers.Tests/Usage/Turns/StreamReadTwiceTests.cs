using Sessions.Analyzers.Usage;
using Sessions.Analyzers.Usage.Turns;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Usage.Turns;

public sealed class StreamReadTwiceTests
{
    private static readonly AnalyzerTest Test = new(new UsageAnalyzer(new StreamReadTwiceRule()));

    public static TheoryData<string> Twice =>
    [
        "await foreach (var update in stream) { Console.Write(update); } await foreach (var update in [|stream|]) { Console.Write(update); }",
        "await foreach (var update in stream) { Console.Write(update); } var whole = await [|stream|].ToAgentResponseAsync(); Console.Write(whole.Text);",
        "var whole = await stream.ToAgentResponseAsync(); await foreach (var update in [|stream|]) { Console.Write(whole.Text + update); }",
        "await foreach (var update in stream.WithCancellation(token)) { Console.Write(update); } if (token.CanBeCanceled) { await [|stream|].ToAgentResponseAsync(token); }",
        "while (true) { await foreach (var update in [|stream|]) { Console.Write(update); } }",
        "for (var i = 0; i < 3; i++) { await [|stream|].ToAgentResponseAsync(); }",
        "await foreach (var update in stream.ConfigureAwait(false)) { Console.Write(update); } Console.WriteLine(); await foreach (var update in [|stream|].ConfigureAwait(false)) { Console.Write(update); }",
        "{ await stream.ToAgentResponseAsync(); await [|stream|].ToAgentResponseAsync(); }",
    ];

    public static TheoryData<string> Once =>
    [
        "await foreach (var update in stream) { Console.Write(update); }",
        "await stream.ToAgentResponseAsync();",
        "if (token.CanBeCanceled) { await foreach (var update in stream) { Console.Write(update); } } else { await stream.ToAgentResponseAsync(); }",
        "if (token.CanBeCanceled) { await stream.ToAgentResponseAsync(); return; } await stream.ToAgentResponseAsync();",
        "await foreach (var update in stream) { Console.Write(update); } stream = agent.RunStreamingAsync(\"You\", session); await foreach (var update in stream) { Console.Write(update); }",
        "await foreach (var update in stream) { Console.Write(update); } Console.WriteLine(stream);",
        "Func<Task> read = async () => await stream.ToAgentResponseAsync(); await read(); await stream.ToAgentResponseAsync();",
        "while (true) { await foreach (var update in stream) { Console.Write(update); } break; }",
        "while (true) { var own = agent.RunStreamingAsync(\"You\", session); await foreach (var update in own) { Console.Write(update); } }",
        "var kept = new List<AgentResponseUpdate>(); await foreach (var update in stream) { kept.Add(update); } foreach (var update in kept) { Console.Write(update); } foreach (var update in kept) { Console.Write(update); }",
        "var other = agent.RunStreamingAsync(\"You\", session); await stream.ToAgentResponseAsync(); await other.ToAgentResponseAsync();",
        "await (token.CanBeCanceled ? stream.ToAgentResponseAsync() : stream.ToAgentResponseAsync(token));",
    ];

    [Theory]
    [MemberData(nameof(Twice))]
    public Task Second_reading_is_reported(string code) => Test.Reports(InMethod(code), ["Stream 'stream' is read a second time, which throws; keep the updates in a list, or the response"]);

    [Theory]
    [MemberData(nameof(Twice))]
    public Task Second_reading_is_reported_on_the_framework(string code) => Test.OnAgentFramework().Reports(
        InMethod(code), ["Stream 'stream' is read a second time, which runs the turn again; keep the updates in a list, or the response"]);

    [Theory]
    [MemberData(nameof(Once))]
    public Task Stream_that_is_read_once_is_not(string code) => Test.IsSilent(InMethod(code));

    [Theory]
    [MemberData(nameof(Once))]
    public Task Stream_that_is_read_once_is_not_on_the_framework(string code) => Test.OnAgentFramework().IsSilent(InMethod(code));

    private static string InMethod(string code) => $$"""
        class Chat
        {
            public async Task Ask(AIAgent agent, AgentSession session, CancellationToken token)
            {
                await Task.Yield();
                var stream = agent.RunStreamingAsync("Hi", session);
                {{code}}
            }
        }
        """;
}
