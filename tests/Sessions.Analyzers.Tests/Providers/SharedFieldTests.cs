using Sessions.Analyzers.Providers;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Providers;

public sealed class SharedFieldTests
{
    private static readonly AnalyzerTest Test = new AnalyzerTest(new SharedFieldAnalyzer(), Generators.All).OnAgentFramework();

    /// <summary>What a field is declared as, what a turn does after the model, and what the next one does before it.</summary>
    public static TheoryData<string, string, string> Kept => new()
    {
        { "private string? _kept;", "[|_kept|] = context.RequestMessages.Last().Text;", "Use(_kept);" },
        { "private AgentSession? _kept;", "[|_kept|] = context.Session;", "Use(_kept);" },
        { "private AgentSession? _kept;", "[|_kept|] ??= context.Session;", "Use(_kept);" },
        { "private string _kept = \"\";", "[|_kept|] += context.RequestMessages.First().Text;", "Use(_kept);" },
        { "private readonly List<ChatMessage> _kept = [];", "[|_kept|].AddRange(context.RequestMessages);", "Use(_kept);" },
        { "private readonly List<string> _kept = new();", "foreach (var message in context.RequestMessages) { [|_kept|].Add(message.Text); }", "Use(_kept);" },
        { "private readonly System.Text.StringBuilder _kept = new();", "[|_kept|].AppendLine(context.ResponseMessages?.LastOrDefault()?.Text);", "Use(_kept.ToString());" },
        { "private ImmutableList<ChatMessage> _kept = [];", "lock (Name) { [|_kept|] = _kept.AddRange(context.RequestMessages); }", "Use(_kept);" },
        { "private List<ChatMessage> _kept = [];", "[|_kept|] = [.. _kept, .. context.RequestMessages];", "foreach (var message in _kept) { Use(message); }" },
        { "private string? _kept { get; set; }", "[|_kept|] = await SummarizeAsync(context.RequestMessages);", "Use(_kept);" },
        { "private readonly Dictionary<string, string> _kept = [];", "var name = context.RequestMessages.Last().AuthorName; [|_kept|][\"name\"] = name ?? \"\";", "Use(_kept[\"name\"]);" },
        { "private AgentSession? _kept;", "[|_kept|] = context.Session; await Task.Yield(); Use(_kept);", "" },
        { "private readonly List<ChatMessage> _kept = [];", "[|_kept|].AddRange(context.RequestMessages);", "Use(Latest());" },
        { "private readonly System.Collections.Concurrent.ConcurrentQueue<ChatMessage> _kept = new();", "Remember(context.RequestMessages.Last());", "Use(_kept.ToArray());" },
    };

    public static TheoryData<string, string, string> Silent => new()
    {
        { "private int _kept;", "_kept++;", "Use(_kept);" },
        { "private int _kept;", "_kept += context.RequestMessages.Count();", "Use(_kept);" },
        { "private bool _kept;", "_kept = context.RequestMessages.Any();", "Use(_kept);" },
        { "private DateTimeOffset _kept;", "_kept = DateTimeOffset.UtcNow;", "Use(_kept);" },
        { "private IChatClient? _kept;", "_kept ??= context.Agent.GetService<IChatClient>();", "Use(_kept);" },
        { "private System.Net.Http.HttpClient? _kept;", "_kept ??= new();", "Use(_kept);" },
        { "private string? _kept;", "_kept ??= await System.IO.File.ReadAllTextAsync(\"rules.txt\");", "Use(_kept);" },
        { "private readonly System.Runtime.CompilerServices.ConditionalWeakTable<AgentSession, List<ChatMessage>> _kept = new();", "_kept.GetOrCreateValue(context.Session!).AddRange(context.RequestMessages);", "Use(_kept);" },
        { "private readonly System.Collections.Concurrent.ConcurrentDictionary<AgentSession, string> _kept = new();", "_kept[context.Session!] = context.RequestMessages.Last().Text;", "Use(_kept);" },
        { "private readonly Dictionary<string, string> _kept = [];", "_kept[context.Session!.StateBag.Count.ToString()] = context.RequestMessages.Last().Text;", "Use(_kept);" },
        { "private readonly HashSet<AgentSession> _kept = [];", "if (_kept.Add(context.Session!)) { Console.WriteLine(); }", "Use(_kept);" },
        { "public List<ChatMessage> Kept { get; } = [];", "Kept.AddRange(context.RequestMessages);", "" },
        { "public AgentSession? Kept { get; private set; }", "Kept = context.Session;", "Use(Kept is null);" },
        { "private readonly List<string> _kept = [];", "_kept.Add(context.RequestMessages.Last().Text); if (_kept.Count > 100) { _kept.RemoveAt(0); }", "" },
        { "private readonly AsyncLocal<AgentSession?> _kept = new();", "_kept.Value = context.Session;", "Use(_kept.Value);" },
        { "private readonly ProviderSessionState<List<string>> _kept = new(_ => [], \"kept\");", "_kept.GetOrInitializeState(context.Session).Add(context.RequestMessages.Last().Text);", "Use(_kept.GetOrInitializeState(context.Session));" },
        { "private string _kept = \"\";", "_kept = context.RequestMessages.Any() ? \"some\" : \"none\";", "Use(_kept);" },
        { "private readonly List<(AgentSession?, string)> _kept = [];", "_kept.Add((context.Session, context.RequestMessages.Last().Text)); if (_kept.Count > 100) { Use(_kept); _kept.Clear(); }", "" },
        { "private readonly System.Collections.Concurrent.ConcurrentQueue<string> _kept = new();", "_kept.Enqueue(context.RequestMessages.Last().Text); while (_kept.TryDequeue(out var text)) { Use(text); }", "" },
        { "private ImmutableDictionary<AgentSession, string> _kept = ImmutableDictionary<AgentSession, string>.Empty;", "_kept = _kept.SetItem(context.Session!, context.RequestMessages.Last().Text);", "Use(_kept);" },
        { "private ImmutableHashSet<AgentSession> _kept = [];", "_kept = _kept.Add(context.Session!);", "Use(_kept);" },
        { "private static string? _kept;", "var kept = context.RequestMessages.Last().Text; Use(kept);", "Use(_kept ??= \"\");" },
    };

    [Theory]
    [MemberData(nameof(Kept))]
    public Task What_is_of_one_session_is_reported_in_a_history_provider(string field, string after, string before) => Test.Reports(History(field, after, before), [Message(field)]);

    [Theory]
    [MemberData(nameof(Kept))]
    public Task What_is_of_one_session_is_reported_in_a_context_provider(string field, string after, string before) => Test.Reports(Context(field, after, before), [Message(field)]);

    [Theory]
    [MemberData(nameof(Silent))]
    public Task What_may_be_of_all_is_not_in_a_history_provider(string field, string after, string before) => Test.IsSilent(History(field, after, before));

    [Theory]
    [MemberData(nameof(Silent))]
    public Task What_may_be_of_all_is_not_in_a_context_provider(string field, string after, string before) => Test.IsSilent(Context(field, after, before));

    [Theory]
    [InlineData("string sessionId")]
    [InlineData("AgentSession sessionId")]
    [InlineData("ArraySegment<ChatMessage> sessionId")]
    public Task Provider_that_is_made_for_a_session_is_not(string parameter) => Test.IsSilent(
        $$"""
        public sealed class Notes({{parameter}}) : AIContextProvider
        {
            private string? _last;

            protected override ValueTask<AIContext> ProvideAIContextAsync(InvokingContext context, CancellationToken cancellationToken = default) => new(new AIContext { Instructions = $"{sessionId} {_last}" });

            protected override ValueTask StoreAIContextAsync(InvokedContext context, CancellationToken cancellationToken = default)
            {
                _last = context.RequestMessages.Last().Text;
                return default;
            }
        }
        """);

    [Fact]
    public Task What_the_constructor_is_given_is_not() => Test.IsSilent(
        """
        public sealed class Opening(ChatMessage opening) : AIContextProvider
        {
            private ChatMessage? _first;

            protected override ValueTask<AIContext> ProvideAIContextAsync(InvokingContext context, CancellationToken cancellationToken = default)
            {
                _first ??= opening;
                return new(new AIContext { Messages = [_first] });
            }
        }
        """);

    [Fact]
    public Task Provider_of_this_runtime_may_be_of_one_turn_and_is_not() => new AnalyzerTest(new SharedFieldAnalyzer(), Generators.All).IsSilent(
        """
        public sealed class Notes : AIContextProvider
        {
            private string? _last;

            public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
            {
                _last = turn.InputMessages[0].Text;
                return default;
            }

            public override ValueTask InvokedAsync(TurnContext turn, CancellationToken cancellationToken)
            {
                Console.WriteLine(_last);
                return default;
            }
        }
        """);

    private static string Message(string field) =>
        $"'{(field.Contains("_kept", StringComparison.Ordinal) ? "_kept" : "Kept")}' keeps what is of one session, and provider 'Notes' serves all sessions, which read it too; keep it in a ProviderSessionState, or in a table by session";

    private static string History(string field, string after, string before) => $$"""
        public sealed class Notes : ChatHistoryProvider
        {
            {{Members(field)}}

            protected override async ValueTask<IEnumerable<ChatMessage>> ProvideChatHistoryAsync(InvokingContext context, CancellationToken cancellationToken = default)
            {
                await Task.Yield();
                {{before}}
                return [];
            }

            protected override async ValueTask StoreChatHistoryAsync(InvokedContext context, CancellationToken cancellationToken = default)
            {
                await Task.Yield();
                {{after}}
            }
        }
        """;

    private static string Context(string field, string after, string before) => $$"""
        public sealed class Notes : AIContextProvider
        {
            {{Members(field)}}

            protected override async ValueTask<AIContext> ProvideAIContextAsync(InvokingContext context, CancellationToken cancellationToken = default)
            {
                await Task.Yield();
                {{before}}
                return new AIContext();
            }

            protected override async ValueTask StoreAIContextAsync(InvokedContext context, CancellationToken cancellationToken = default)
            {
                await Task.Yield();
                {{after}}
            }
        }
        """;

    private static string Members(string field) => $$"""
            {{field}}
            public string Name { get; } = "Notes";
            {{(field.Contains("ConcurrentQueue<ChatMessage>", StringComparison.Ordinal) ? "private void Remember(ChatMessage message) => [|_kept|].Enqueue(message);" : "")}}
            {{(field.Contains("List<ChatMessage> _kept", StringComparison.Ordinal) ? "private ChatMessage? Latest() => _kept.LastOrDefault();" : "")}}
            private static Task<string> SummarizeAsync(IEnumerable<ChatMessage> messages) => Task.FromResult(string.Concat(messages));
            private static void Use(object? value) => Console.WriteLine(value);
        """;
}
