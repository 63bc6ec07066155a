using Sessions.Analyzers.History;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.History;

public sealed class LiveListTests
{
    private const string Table = "private readonly System.Collections.Concurrent.ConcurrentDictionary<object, List<ChatMessage>> _kept = new();";
    private const string Plain = "private readonly List<ChatMessage> _kept = [];";

    private static readonly AnalyzerTest Test = new(new LiveListAnalyzer(), Generators.All);

    /// <summary>The field, what is returned, and what changes the list. <c>key</c> is the session.</summary>
    public static TheoryData<string, string, string> Live => new()
    {
        { Plain, "return [|_kept|];", "_kept.AddRange(messages);" },
        { Plain, "await Task.Yield(); return key is null ? [] : [|_kept|];", "foreach (var message in messages) { _kept.Add(message); }" },
        { Plain, "lock (_kept) { return [|_kept|]; }", "lock (_kept) { _kept.AddRange(messages); }" },
        { Plain, "return [|_kept.AsReadOnly()|];", "_kept.Insert(0, messages[0]);" },
        { Plain, "var kept = _kept; return [|kept|];", "_kept.Clear();" },
        { Table, "return [|_kept[key]|];", "_kept[key].AddRange(messages);" },
        { Table, "return [|_kept.GetOrAdd(key, _ => [])|];", "_kept.GetOrAdd(key, _ => []).AddRange(messages);" },
        { Table, "return _kept.TryGetValue(key, out var kept) ? [|kept|] : [];", "var list = _kept.GetOrAdd(key, _ => []); list.AddRange(messages);" },
        { Table, "return [|_kept.GetValueOrDefault(key)|] ?? [];", "if (_kept.TryGetValue(key, out var list)) { list.AddRange(messages); }" },
        { "private static readonly List<ChatMessage> _kept = [];", "return [|_kept|];", "_kept.RemoveAt(0);" },
    };

    public static TheoryData<string, string, string> Copied => new()
    {
        { Plain, "return _kept.ToList();", "_kept.AddRange(messages);" },
        { Plain, "return [.. _kept];", "_kept.AddRange(messages);" },
        { Plain, "return _kept.ToArray();", "_kept.AddRange(messages);" },
        { Plain, "return new List<ChatMessage>(_kept);", "_kept.AddRange(messages);" },
        { Plain, "return _kept;", "Console.WriteLine(messages);" },
        { Plain, "return _kept.GetRange(0, 1);", "_kept.AddRange(messages);" },
        { Table, "return [.. _kept[key]];", "_kept[key].AddRange(messages);" },
        { Table, "return _kept[key];", "_kept[key] = [.. _kept[key], .. messages];" },
        { Table, "return _kept.TryGetValue(key, out var kept) ? kept.ToList() : [];", "_kept[key].AddRange(messages);" },
        { "private List<ChatMessage> _kept = [];", "return _kept;", "_kept = [.. _kept, .. messages];" },
        { "private ImmutableList<ChatMessage> _kept = [];", "return _kept;", "_kept = _kept.AddRange(messages);" },
        { Plain, "var kept = new List<ChatMessage>(_kept); kept.Add(new(ChatRole.User, \"Hi\")); return kept;", "_kept.AddRange(messages);" },
        { Plain + " private readonly List<ChatMessage> _others = [];", "return _others;", "_kept.AddRange(messages);" },
    };

    [Theory]
    [MemberData(nameof(Live))]
    public Task List_that_is_changed_is_reported(string field, string load, string save) => Test.Reports(Ours(field, load, save), [Message("StoreAsync")]);

    [Theory]
    [MemberData(nameof(Live))]
    public Task List_that_is_changed_is_reported_in_a_generated_provider(string field, string load, string save) => Test.Reports(Generated(field, load, save), [Message("SaveMessagesAsync")]);

    [Theory]
    [MemberData(nameof(Live))]
    public Task List_that_is_changed_is_reported_on_the_framework(string field, string load, string save) =>
        Test.OnAgentFramework().Reports(Framework(field, load, save), [Message("StoreChatHistoryAsync")]);

    [Theory]
    [MemberData(nameof(Copied))]
    public Task Copy_is_not(string field, string load, string save) => Test.IsSilent(Ours(field, load, save));

    [Theory]
    [MemberData(nameof(Copied))]
    public Task Copy_is_not_on_the_framework(string field, string load, string save) => Test.OnAgentFramework().IsSilent(Framework(field, load, save));

    [Theory]
    [InlineData("new([|_kept|])")]
    [InlineData("ValueTask.FromResult<IEnumerable<ChatMessage>>([|_kept|])")]
    [InlineData("new(Task.FromResult<IEnumerable<ChatMessage>>([|_kept|]))")]
    public Task List_in_a_finished_task_is_reported(string returned) => Test.OnAgentFramework().Reports(
        $$"""
        public sealed class Kept : ChatHistoryProvider
        {
            {{Plain}}

            protected override ValueTask<IEnumerable<ChatMessage>> ProvideChatHistoryAsync(InvokingContext context, CancellationToken cancellationToken = default) => {{returned}};

            protected override ValueTask StoreChatHistoryAsync(InvokedContext context, CancellationToken cancellationToken = default)
            {
                _kept.AddRange(context.RequestMessages);
                return default;
            }
        }
        """,
        [Message("StoreChatHistoryAsync")]);

    [Fact]
    public Task List_of_the_session_s_state_is_not() => Test.OnAgentFramework().IsSilent(
        """
        public sealed class Kept : ChatHistoryProvider
        {
            private readonly ProviderSessionState<List<ChatMessage>> _kept = new(_ => [], "kept");

            protected override ValueTask<IEnumerable<ChatMessage>> ProvideChatHistoryAsync(InvokingContext context, CancellationToken cancellationToken = default) =>
                new(_kept.GetOrInitializeState(context.Session));

            protected override ValueTask StoreChatHistoryAsync(InvokedContext context, CancellationToken cancellationToken = default)
            {
                _kept.GetOrInitializeState(context.Session).AddRange(context.RequestMessages);
                return default;
            }
        }
        """);

    private static string Message(string method) => $"The list in '_kept' is returned itself, and '{method}' changes it while others read it; return a copy";

    private static string Ours(string field, string load, string save) => $$"""
        public sealed class Kept : HistoryProvider
        {
            {{field}}

            protected override async ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken)
            {
                object key = turn.Session!;
                {{load}}
            }

            protected override async ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
            {
                object key = turn.Session!;
                {{save}}
            }
        }
        """;

    private static string Generated(string field, string load, string save) => $$"""
        [HistoryProvider("kept")]
        public sealed partial class Kept
        {
            {{field}}

            public async Task<IReadOnlyList<ChatMessage>> GetMessagesAsync(AgentSession key)
            {
                {{load}}
            }

            public async Task SaveMessagesAsync(AgentSession key, IReadOnlyList<ChatMessage> messages)
            {
                {{save}}
            }
        }
        """;

    private static string Framework(string field, string load, string save) => $$"""
        public sealed class Kept : ChatHistoryProvider
        {
            {{field}}

            protected override async ValueTask<IEnumerable<ChatMessage>> ProvideChatHistoryAsync(InvokingContext context, CancellationToken cancellationToken = default)
            {
                object key = context.Session!;
                {{load}}
            }

            protected override async ValueTask StoreChatHistoryAsync(InvokedContext context, CancellationToken cancellationToken = default)
            {
                object key = context.Session!;
                var messages = context.RequestMessages.ToList();
                {{save}}
            }
        }
        """;
}
