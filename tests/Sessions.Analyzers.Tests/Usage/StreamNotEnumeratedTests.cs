using Sessions.Analyzers.Usage;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Usage;

public sealed class StreamNotEnumeratedTests
{
    private static readonly AnalyzerTest Test = new(new UsageAnalyzer(new StreamNotEnumeratedRule()));

    private static readonly string[] Once = ["The result of 'RunStreamingAsync' is never enumerated, so the turn never runs"];

    [Theory]
    [InlineData("agent.[|RunStreamingAsync|](\"Hi\", session);")]
    [InlineData("_ = agent.[|RunStreamingAsync|](\"Hi\", session);")]
    [InlineData("var stream = agent.[|RunStreamingAsync|](\"Hi\", session);")]
    [InlineData("var stream = agent.[|RunStreamingAsync|](\"Hi\", session); stream = null;")]
    [InlineData("agent?.[|RunStreamingAsync|](\"Hi\", session);")]
    [InlineData("agent.[|RunStreamingAsync|](\"Hi\", session).WithCancellation(token);")]
    [InlineData("agent.[|RunStreamingAsync|](\"Hi\", session).ConfigureAwait(false);")]
    [InlineData("_ = TaskAsyncEnumerableExtensions.WithCancellation(agent.[|RunStreamingAsync|](\"Hi\", session), token);")]
    [InlineData("Action start = () => agent.[|RunStreamingAsync|](\"Hi\", session); start();")]
    [InlineData("object _1 = agent.[|RunStreamingAsync|](\"Hi\", session);")]
    public Task Dropped_stream_is_reported(string statement) => Test.Reports(InMethod(statement), Once);

    [Fact]
    public Task Dropped_stream_of_a_turn_that_is_run_again_is_reported() => Test.Reports(
        InMethod("agent.[|RegenerateStreamingAsync|](session);"),
        ["The result of 'RegenerateStreamingAsync' is never enumerated, so the turn never runs"]);

    [Theory]
    [InlineData("await foreach (var update in agent.RunStreamingAsync(\"Hi\", session)) { }")]
    [InlineData("await foreach (var update in agent.RunStreamingAsync(\"Hi\", session).WithCancellation(token)) { }")]
    [InlineData("var stream = agent.RunStreamingAsync(\"Hi\", session); await foreach (var update in stream) { }")]
    [InlineData("var stream = agent.RunStreamingAsync(\"Hi\", session); Consume(stream);")]
    [InlineData("var stream = agent.RunStreamingAsync(\"Hi\", session); Func<object> later = () => stream; later();")]
    [InlineData("await agent.RunStreamingAsync(\"Hi\", session).ToAgentResponseAsync();")]
    [InlineData("Consume(agent.RunStreamingAsync(\"Hi\", session));")]
    [InlineData("Func<object> start = () => agent.RunStreamingAsync(\"Hi\", session); start();")]
    [InlineData("var all = new[] { agent.RunStreamingAsync(\"Hi\", session) };")]
    [InlineData("IAsyncEnumerable<AgentResponseUpdate> stream; stream = agent.RunStreamingAsync(\"Hi\", session); Consume(stream);")]
    [InlineData("await agent.RunAsync(\"Hi\", session);")]
    [InlineData("agent.RunAsync(\"Hi\", session);")]
    public Task Stream_that_may_be_enumerated_is_not(string statement) => Test.IsSilent(InMethod(statement));

    [Fact]
    public Task Returned_stream_is_not() => Test.IsSilent("""
        class Chat(AIAgent agent)
        {
            public IAsyncEnumerable<AgentResponseUpdate> Ask(string question) => agent.RunStreamingAsync(question);
        }
        """);

    [Fact]
    public Task Method_of_the_same_name_of_another_type_is_not() => Test.IsSilent("""
        class Car
        {
            public Car RunStreamingAsync() => this;
            public void Drive() => RunStreamingAsync();
        }
        """);

    [Fact]
    public Task Dropped_stream_of_Agent_Framework_is_reported() => Test.Reports(
        """
        class Chat(Microsoft.Agents.AI.AIAgent agent)
        {
            public void Ask(string question) => agent.[|RunStreamingAsync|](question);
        }
        """,
        Once,
        AgentFramework.Source);

    private static string InMethod(string statement) => $$"""
        class Chat
        {
            public async Task Ask(AIAgent agent, AgentSession session, CancellationToken token)
            {
                await Task.Yield();
                {{statement}}
            }

            private static void Consume(IAsyncEnumerable<AgentResponseUpdate> updates) => Console.WriteLine(updates);
        }
        """;
}
