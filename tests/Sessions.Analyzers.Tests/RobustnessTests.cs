using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests;

/// <summary>Code that is being typed is broken most of the time; no analyzer may fail on it.</summary>
public sealed class RobustnessTests
{
    private const string Source = """
        namespace My;

        partial class Outer<T>
        {
            [AgentSessionState(Version = 3, Accessor = "a b", JsonContext = typeof(Outer<>))]
            sealed partial record Settings { [StateMigration(From = 1)] static void Step(JsonObject state) { } }

            [AgentSessionState]
            sealed partial record Preferences(string Name, Action Callback) { public int Count { get; private set; } public object? Field; public List<(int, T)>? Values { get; init; } = []; }
        }

        [HistoryProvider("a", LoadMessages = false)]
        partial class Database(IChatClient client) : HistoryProvider
        {
            public Task SaveMessagesAsync(string id, ref int count, IReadOnlyList<ChatMessage> messages) => throw new NotSupportedException();

            async Task Ask(string[] args)
            {
                var writer = client.AsAIAgent(name: "Writer");
                AIAgent critic = new ChatClientAgent(client, new ChatClientAgentOptions { Id = "1" });
                var session = args is [var first, ..] ? await writer.CreateSessionAsync(first) : null;
                try
                {
                    Func<Task> ask = () => critic.RunAsync("Hi", session: session);
                    foreach (var (name, agent) in new[] { ("a", writer) }) { await agent.RunAsync(name); }
                }
                catch (Exception e) when (e is not null) { critic.RunStreamingAsync("Hi", session!); }
                finally { (session, _) = (await critic.DeserializeSessionAsync(await writer.SerializeSessionAsync(session!)), 1); }
            }
        }
        """;

    private static readonly CSharpCompilation Whole = TestCompilation.Create(Source);

    [Fact]
    public Task No_analyzer_fails_on_code_that_is_cut_at_any_token() =>
        DiagnoseAll(Tokens().Select(token => Source[..token.Start]));

    // Every third: code that is whole but for a token costs much more than code that is cut.
    [Fact]
    public Task No_analyzer_fails_on_code_that_lacks_a_token() =>
        DiagnoseAll(Tokens().Where((_, index) => index % 3 == 0).Select(token => Source.Remove(token.Start, token.Length)));

    private static IEnumerable<TextSpan> Tokens() =>
        Whole.SyntaxTrees[1].GetRoot(TestContext.Current.CancellationToken).DescendantTokens().Select(token => token.Span).Where(span => !span.IsEmpty);

    private static async Task DiagnoseAll(IEnumerable<string> sources)
    {
        foreach (var source in sources)
        {
            await AnalyzerTest.Diagnose(Whole.Edit("Source0.cs", _ => source), AnalyzerCatalog.Analyzers);
        }
    }
}
