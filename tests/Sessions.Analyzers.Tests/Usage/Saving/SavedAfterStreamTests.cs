using Sessions.Analyzers.Usage;
using Sessions.Analyzers.Usage.Saving;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Usage.Saving;

public sealed class SavedAfterStreamTests
{
    private const string Cancelled = "the turn is cancelled";
    private const string Left = "the caller stops reading";
    private const string Returns = "the loop returns";

    private static readonly AnalyzerTest Test = new(new UsageAnalyzer(new SavedAfterStreamRule()));

    public static TheoryData<string, string> Late => new()
    {
        { Cancelled, "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session, cancellationToken: token)) { Console.Write(update); } await SAVE;" },
        { Cancelled, "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session).WithCancellation(token)) { Console.Write(update); } await SAVE;" },
        { Cancelled, "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session, cancellationToken: token).ConfigureAwait(false)) { Console.Write(update); } Console.WriteLine(); await SAVE;" },
        { Cancelled, "while (true) { await foreach (var update in agent.RunStreamingAsync(\"Hi\", session, cancellationToken: token)) { Console.Write(update); } await SAVE; }" },
        { Cancelled, "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session, cancellationToken: token)) { Console.Write(update); } if (token.CanBeCanceled) { await SAVE; }" },
        { Returns, "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session)) { if (update.Text == \"\") { return; } } await SAVE;" },
        { Returns, "Func<Task> ask = async () => { await foreach (var update in agent.RunStreamingAsync(\"Hi\", session)) { return; } await SAVE; }; await ask();" },
        { Cancelled, "try { await foreach (var update in agent.RunStreamingAsync(\"Hi\", session, cancellationToken: token)) { Console.Write(update); } await SAVE; } catch (InvalidOperationException) { throw; }" },
        { Left, "await foreach (var update in Read()) { Console.Write(update); } async IAsyncEnumerable<string> Read() { await foreach (var update in agent.RunStreamingAsync(\"Hi\", session)) { yield return update.Text; } await SAVE; }" },
    };

    public static TheoryData<string> Safe =>
    [
        "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session)) { Console.Write(update); } await SAVE;",
        "try { await foreach (var update in agent.RunStreamingAsync(\"Hi\", session, cancellationToken: token)) { Console.Write(update); } } finally { await SAVE; }",
        "try { await foreach (var update in agent.RunStreamingAsync(\"Hi\", session, cancellationToken: token)) { Console.Write(update); } await SAVE; } catch (Exception) { await SAVE; throw; }",
        "try { await foreach (var update in agent.RunStreamingAsync(\"Hi\", session, cancellationToken: token)) { Console.Write(update); } } catch (OperationCanceledException) { } await SAVE;",
        "await foreach (var update in agent.RunStreamingAsync(\"Hi\", other, cancellationToken: token)) { Console.Write(update); } await SAVE;",
        "await foreach (var update in agent.RunStreamingAsync(\"Hi\", cancellationToken: token)) { Console.Write(update); } await SAVE;",
        "await SAVE; await foreach (var update in agent.RunStreamingAsync(\"Hi\", session, cancellationToken: token)) { Console.Write(update); }",
        "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session, cancellationToken: CancellationToken.None)) { Console.Write(update); } await SAVE;",
        "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session, cancellationToken: token)) { Console.Write(update); await SAVE; }",
        "await agent.RunAsync(\"Hi\", session, cancellationToken: token); await SAVE;",
        "await agent.RunStreamingAsync(\"Hi\", session, cancellationToken: token).ToAgentResponseAsync(token); await SAVE;",
        "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session, cancellationToken: token)) { Console.Write(update); } Func<Task> later = async () => await SAVE; await later();",
        "await foreach (var update in agent.RunStreamingAsync(\"Hi\", session)) { Func<string> text = () => { return update.Text; }; Console.Write(text()); } await SAVE;",
    ];

    [Theory]
    [MemberData(nameof(Late))]
    public Task Save_that_may_be_left_out_is_reported(string wayOut, string code) =>
        Test.Reports(InMethod(code, "agent.[|SaveSessionAsync|](session)"), [Message("SaveSessionAsync", wayOut)]);

    [Theory]
    [MemberData(nameof(Late))]
    public Task Save_that_may_be_left_out_is_reported_on_the_framework(string wayOut, string code) =>
        Test.OnAgentFramework().Reports(InMethod(code, "agent.[|SerializeSessionAsync|](session)"), [Message("SerializeSessionAsync", wayOut)]);

    [Theory]
    [MemberData(nameof(Safe))]
    public Task Save_that_is_always_reached_is_not(string code) => Test.IsSilent(InMethod(code, "agent.SaveSessionAsync(session)"));

    [Theory]
    [MemberData(nameof(Safe))]
    public Task Save_that_is_always_reached_is_not_on_the_framework(string code) =>
        Test.OnAgentFramework().IsSilent(InMethod(code, "agent.SerializeSessionAsync(session)"));

    private static string Message(string method, string wayOut) =>
        $"'{method}' is never reached when {wayOut} in the loop before it; put the loop into a try block, and this into its finally block";

    private static string InMethod(string code, string save) => $$"""
        class Chat
        {
            public async Task Ask(AIAgent agent, AgentSession session, AgentSession other, CancellationToken token)
            {
                await Task.Yield();
                {{code.Replace("SAVE", save, StringComparison.Ordinal)}}
            }
        }
        """;
}
