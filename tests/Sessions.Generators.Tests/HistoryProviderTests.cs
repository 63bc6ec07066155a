using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

public class HistoryProviderTests
{
    /// <summary>What the providers under test keep and tell.</summary>
    private const string Support = """
        #pragma warning disable CS1998
        [AgentSessionState] public sealed partial record Prefs { public string Name { get; init; } = "nobody"; }
        [AgentSessionState] public sealed partial record Account(string Number);
        public static class Log
        {
            public static readonly List<string> Lines = [];
            public static void Add(FormattableString line) => Lines.Add(FormattableString.Invariant(line));
            public static IReadOnlyList<ChatMessage> History => [new(ChatRole.User, "one"), new(ChatRole.Assistant, "two")];
            public static void Prepare(AgentSession session) => session.SetPrefs(new Prefs { Name = "Alice" });
            public static string Text(IEnumerable<ChatMessage> messages) => string.Join("+", messages.Select(message => message.Text));
        }
        """;

    private const string Load = "public Task<IReadOnlyList<ChatMessage>> GetMessagesAsync() => Task.FromResult(Log.History);";
    private const string Save = "public Task SaveMessagesAsync(IReadOnlyList<ChatMessage> messages) { Log.Add($\"{Log.Text(messages)}\"); return Task.CompletedTask; }";

    [Theory]
    [InlineData("public Task<IReadOnlyList<ChatMessage>> GetMessagesAsync(string sessionId, CancellationToken ct) { Log.Add($\"{sessionId} {ct.CanBeCanceled}\"); return Task.FromResult(Log.History); }", "session True")]
    [InlineData("public async Task<List<ChatMessage>> GetMessagesAsync(CancellationToken ct, SessionKey key) { await Task.Yield(); Log.Add($\"{key}\"); return [.. Log.History]; }", "tenant/session")]
    [InlineData("public async ValueTask<IEnumerable<ChatMessage>> GetMessagesAsync(AgentSession session) { Log.Add($\"{session.Id}\"); return Log.History; }", "session")]
    [InlineData("public async ValueTask<ChatMessage[]?> GetMessagesAsync(TurnContext turn) { Log.Add($\"{turn.TurnId.Length}\"); return [.. Log.History]; }", "32")]
    [InlineData("private async IAsyncEnumerable<ChatMessage> GetMessagesAsync(string id, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct = default) { Log.Add($\"{id} {ct.CanBeCanceled}\"); foreach (var message in Log.History) { yield return message; } }", "session True")]
    [InlineData("public static IReadOnlyList<ChatMessage> GetMessagesAsync() => Log.History;", null)]
    [InlineData("public IReadOnlyList<ChatMessage> GetMessagesAsync(IServiceProvider? services, SessionKey key) { Log.Add($\"{key} {services is null}\"); return Log.History; }", "tenant/session True")]
    [InlineData("public IList<ChatMessage> GetMessagesAsync() => Log.History.ToList();", null)]
    [InlineData("public IEnumerable<ChatMessage> GetMessagesAsync(Prefs prefs, Account? account, string? @class = null) { Log.Add($\"{prefs.Name} {account is null} {@class}\"); return Log.History; }", "Alice True session")]
    [InlineData("public ImmutableList<ChatMessage> GetMessagesAsync(int take = 5, params string[] rest) { Log.Add($\"{take} {rest.Length}\"); return [.. Log.History]; }", "5 0")]
    [InlineData("public Task<ImmutableArray<ChatMessage>> GetMessagesAsync(SessionKey key) { Log.Add($\"{key}\"); return Task.FromResult<ImmutableArray<ChatMessage>>([.. Log.History]); }", "tenant/session")]
    [InlineData("public ImmutableArray<ChatMessage> GetMessagesAsync(string id) { Log.Add($\"{id}\"); return [.. Log.History]; }", "session")]
    [InlineData("public async ValueTask<ImmutableArray<ChatMessage>?> GetMessagesAsync() { await Task.Yield(); return [.. Log.History]; }", null)]
    [InlineData("public ArraySegment<ChatMessage> GetMessagesAsync() => new([.. Log.History]);", null)]
    [InlineData("public Task<ArraySegment<ChatMessage>?> GetMessagesAsync() => Task.FromResult<ArraySegment<ChatMessage>?>(new([.. Log.History]));", null)]
    [InlineData("public struct Rows : IEnumerable<ChatMessage> { public readonly IEnumerator<ChatMessage> GetEnumerator() => Log.History.GetEnumerator(); readonly System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator(); } public Task<Rows> GetMessagesAsync() => Task.FromResult(new Rows());", null)]
    [InlineData("public struct Rows : IEnumerable<ChatMessage> { public readonly IEnumerator<ChatMessage> GetEnumerator() => Log.History.GetEnumerator(); readonly System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator(); } public Rows? GetMessagesAsync() => new Rows();", null)]
    [InlineData("public Task<IReadOnlyList<ChatMessage>?>? GetMessagesAsync() => Task.FromResult<IReadOnlyList<ChatMessage>?>(Log.History);", null)]
    [InlineData("public Task<List<ChatMessage?>> GetMessagesAsync() => Task.FromResult<List<ChatMessage?>>([.. Log.History]);", null)]
    [InlineData("public IAsyncEnumerable<ChatMessage?>? GetMessagesAsync() => Log.History.ToAsyncEnumerable();", null)]
    [InlineData("public Task<IReadOnlyList<ChatMessage>> GetMessagesAsync(int a) => throw new InvalidOperationException(); internal Task<IReadOnlyList<ChatMessage>> GetMessagesAsync() => Task.FromResult(Log.History);", null)]
    public async Task A_load_method_is_bound(string method, string? expected)
    {
        using var assembly = Generate.Load($"[HistoryProvider(\"p\", StoreInputs = false, StoreOutputs = false)] public sealed partial class P {{ {method} }}", Support);
        var turn = await ProviderTurn.RunAsync(assembly, "P");

        Assert.Equal("one+two", turn.Loaded);
        Assert.Equal(expected, turn.Log.SingleOrDefault());
        Assert.Empty(turn.Issues);
    }

    [Theory]
    [InlineData("public Task SaveMessagesAsync(string sessionId, IReadOnlyList<ChatMessage> messages, CancellationToken ct) { Log.Add($\"{sessionId} {Log.Text(messages)}\"); return Task.CompletedTask; }", "session a+b")]
    [InlineData("public async ValueTask SaveMessagesAsync(IEnumerable<ChatMessage> messages, SessionKey key) { await Task.Yield(); Log.Add($\"{key} {Log.Text(messages)}\"); }", "tenant/session a+b")]
    [InlineData("public void SaveMessagesAsync(IList<ChatMessage> messages) { messages.Add(new(ChatRole.User, \"c\")); Log.Add($\"{Log.Text(messages)}\"); }", "a+b+c")]
    [InlineData("public async Task<int> SaveMessagesAsync(ChatMessage[] messages, TurnContext turn) { Log.Add($\"{messages.Length} {turn.TurnId.Length}\"); return 1; }", "2 32")]
    [InlineData("public ValueTask<int> SaveMessagesAsync(List<ChatMessage> messages, in SessionKey key) { Log.Add($\"{messages.Count} {key}\"); return new(1); }", "2 tenant/session")]
    [InlineData("public void SaveMessagesAsync(Prefs prefs, ICollection<ChatMessage> messages, Account? account) => Log.Add($\"{prefs.Name} {messages.Count} {account?.Number}\");", "Alice 2 ")]
    [InlineData("public void SaveMessagesAsync(ImmutableArray<ChatMessage> messages) => Log.Add($\"{messages.Length}\");", "2")]
    [InlineData("public async Task SaveMessagesAsync(IImmutableList<ChatMessage> messages) { await Task.Yield(); Log.Add($\"{messages.Count}\"); }", "2")]
    [InlineData("public void SaveMessagesAsync(ImmutableList<ChatMessage> messages) => Log.Add($\"{messages.Count}\");", "2")]
    [InlineData("public ValueTask SaveMessagesAsync(ReadOnlyMemory<ChatMessage> messages) { Log.Add($\"{messages.Length}\"); return default; }", "2")]
    [InlineData("public Task SaveMessagesAsync(ReadOnlySpan<ChatMessage> messages) { Log.Add($\"{messages.Length}\"); return Task.CompletedTask; }", "2")]
    [InlineData("public Task? SaveMessagesAsync(Span<ChatMessage> messages) { Log.Add($\"{messages.Length}\"); return Task.CompletedTask; }", "2")]
    [InlineData("public void SaveMessagesAsync(IReadOnlyList<ChatMessage?> messages) => Log.Add($\"{messages.Count}\");", "2")]
    [InlineData("public void SaveMessagesAsync(IReadOnlyCollection<ChatMessage> messages) => Log.Add($\"{messages.Count}\");", "2")]
    public async Task A_save_method_is_bound(string method, string expected)
    {
        using var assembly = Generate.Load($"[HistoryProvider(\"p\", LoadMessages = false)] public sealed partial class P {{ {method} }}", Support);
        var turn = await ProviderTurn.RunAsync(assembly, "P");

        Assert.Equal("", turn.Loaded);
        Assert.Equal(expected, turn.Log.Single());
        Assert.Empty(turn.Issues);
    }

    [Theory]
    [InlineData("", ProviderMethodProblem.Missing)]
    [InlineData("public Task<IReadOnlyList<ChatMessage>> GetMessagesAsync<T>() => throw null!;", ProviderMethodProblem.Generic)]
    [InlineData("public Task GetMessagesAsync() => throw null!;", ProviderMethodProblem.ReturnType)]
    [InlineData("public Task<IReadOnlyList<string>> GetMessagesAsync() => throw null!;", ProviderMethodProblem.ReturnType)]
    [InlineData("public void GetMessagesAsync() { }", ProviderMethodProblem.ReturnType)]
    [InlineData("public List<ChatMessage> GetMessagesAsync(ref string id) => throw null!;", ProviderMethodProblem.ByReference)]
    [InlineData("public List<ChatMessage> GetMessagesAsync(string id, int take) => throw null!;", ProviderMethodProblem.UnknownParameter)]
    [InlineData("[AgentSessionState] public sealed class NotPartial; public List<ChatMessage> GetMessagesAsync(NotPartial state) => throw null!;", ProviderMethodProblem.UnknownParameter)]
    [InlineData("public List<ChatMessage> GetMessagesAsync(List<ChatMessage> messages) => throw null!;", ProviderMethodProblem.UnknownParameter)]
    [InlineData("public List<ChatMessage> GetMessagesAsync(string tenant, string id) => throw null!;", ProviderMethodProblem.RepeatedParameter)]
    [InlineData("public List<ChatMessage> GetMessagesAsync(IServiceProvider services, IServiceProvider? others) => throw null!;", ProviderMethodProblem.RepeatedParameter)]
    [InlineData("public List<ChatMessage> GetMessagesAsync(ref IServiceProvider services) => throw null!;", ProviderMethodProblem.ByReference)]
    [InlineData("public List<ChatMessage> GetMessagesAsync(Account account) => throw null!;", ProviderMethodProblem.StateWithoutDefault)]
    [InlineData("public interface IHistory { List<ChatMessage> GetMessagesAsync(SessionKey key); } List<ChatMessage> IHistory.GetMessagesAsync(SessionKey key) => throw null!;", ProviderMethodProblem.Explicit, "P : HistoryProvider, P.IHistory")]
    [InlineData("public List<ChatMessage> GetMessagesAsync(string id) => throw null!; public List<ChatMessage> GetMessagesAsync(SessionKey key) => throw null!;", ProviderMethodProblem.Ambiguous)]
    public async Task A_load_method_that_cannot_be_bound_compiles_and_says_so_when_it_is_needed(string method, object problem, string type = "P")
    {
        var run = Generate.From($"[HistoryProvider(\"p\")] public sealed partial class {type} {{ {method} {Save} }}", Support);
        Assert.Equal(problem, Bind(run, HistoryMethods.Load));

        using var assembly = new LoadedAssembly(run.Output);
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => ProviderTurn.RunAsync(assembly, "P"));
        Assert.Equal("History provider 'p' (P) loads messages and has no GetMessagesAsync that can be used. Write one, or turn it off in [HistoryProvider].", exception.Message);
    }

    [Theory]
    [InlineData("", ProviderMethodProblem.Missing)]
    [InlineData("public Task SaveMessagesAsync(string id) => throw null!;", ProviderMethodProblem.NoMessages)]
    [InlineData("public Task SaveMessagesAsync(IAsyncEnumerable<ChatMessage> messages) => throw null!;", ProviderMethodProblem.MessagesForm)]
    [InlineData("public Task SaveMessagesAsync(ChatMessage message) => throw null!;", ProviderMethodProblem.MessagesForm)]
    [InlineData("public class Row : ChatMessage; public Task SaveMessagesAsync(List<Row> rows) => throw null!;", ProviderMethodProblem.MessagesForm)]
    [InlineData("public async void SaveMessagesAsync(List<ChatMessage> messages) { }", ProviderMethodProblem.AsyncVoid)]
    [InlineData("public int SaveMessagesAsync(List<ChatMessage> messages) => 1;", ProviderMethodProblem.ReturnType)]
    [InlineData("public void SaveMessagesAsync(List<ChatMessage> messages, IList<ChatMessage> others) { }", ProviderMethodProblem.RepeatedParameter)]
    public async Task A_save_method_that_cannot_be_bound_compiles_and_says_so_when_it_is_needed(string method, object problem)
    {
        var run = Generate.From($"[HistoryProvider(\"p\")] public sealed partial class P {{ {Load} {method} }}", Support);
        Assert.Equal(problem, Bind(run, HistoryMethods.Save));

        using var assembly = new LoadedAssembly(run.Output);
        var exception = await Assert.ThrowsAsync<SessionStoreException>(() => ProviderTurn.RunAsync(assembly, "P"));
        Assert.Contains("History provider 'p' (P) stores messages and has no SaveMessagesAsync that can be used.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public Task<ImmutableArray<ChatMessage>> GetMessagesAsync() => Task.FromResult(default(ImmutableArray<ChatMessage>));")]
    [InlineData("public ImmutableArray<ChatMessage>? GetMessagesAsync() => default;")]
    [InlineData("public Task<List<ChatMessage>?> GetMessagesAsync() => Task.FromResult<List<ChatMessage>?>(null);")]
    [InlineData("public IEnumerable<ChatMessage>? GetMessagesAsync() => null;")]
    public async Task Nothing_that_is_returned_is_no_messages(string method)
    {
        using var assembly = Generate.Load($"[HistoryProvider(\"p\", StoreInputs = false, StoreOutputs = false)] public sealed partial class P {{ {method} }}", Support);

        Assert.Equal("", (await ProviderTurn.RunAsync(assembly, "P")).Loaded);
    }

    [Fact]
    public async Task State_of_which_nothing_says_whether_it_may_be_null_is_null_where_it_is_absent_and_has_no_default()
    {
        using var assembly = Generate.Load(
            $$"""
            [HistoryProvider("p", LoadMessages = false)] public sealed partial class P
            {
            #nullable disable
                public void SaveMessagesAsync(Account account, Prefs prefs, List<ChatMessage> messages) => Log.Add($"{account is null} {prefs.Name} {messages.Count}");
            }
            """,
            Support);

        Assert.Equal("True Alice 2", (await ProviderTurn.RunAsync(assembly, "P")).Log.Single());
    }

    [Theory]
    [InlineData("", true, true, true, false)]
    [InlineData(", StoreContextMessages = true, StoreInputs = false", true, false, true, true)]
    [InlineData(", LoadMessages = false, StoreOutputs = false", false, true, false, false)]
    public void The_flags_and_the_name_are_the_attributes(string flags, bool load, bool inputs, bool outputs, bool context)
    {
        using var assembly = Generate.Load($"[HistoryProvider(\"a \\\"name\\\"\"{flags})] public sealed partial class P {{ {Load} {Save} }}", Support);
        var provider = (HistoryProvider)Activator.CreateInstance(assembly.Type("P"))!;

        Assert.Equal(("a \"name\"", load, inputs, outputs, context), (provider.SourceId, provider.LoadMessages, provider.StoreInputs, provider.StoreOutputs, provider.StoreContextMessages));
    }

    [Theory]
    [InlineData($"[HistoryProvider(\"p\", LoadMessages = false)] public sealed partial class P {{ {Save} }}", "", "a+b")]
    [InlineData($"[HistoryProvider(\"p\", StoreInputs = false, StoreOutputs = false)] public sealed partial class P {{ {Load} }}", "one+two", null)]
    [InlineData($"[HistoryProvider(\"p\")] public sealed partial class P : HistoryProvider {{ {Load} {Save} }}", "one+two", "a+b")]
    [InlineData($"public abstract class Base : HistoryProvider {{ {Load} {Save} }} [HistoryProvider(\"p\")] public sealed partial class P : Base;", "one+two", "a+b")]
    [InlineData($"[HistoryProvider(\"base\")] public partial class Base {{ {Load} {Save} }} [HistoryProvider(\"p\")] public sealed partial class P : Base;", "one+two", "a+b")]
    [InlineData($"[HistoryProvider(\"p\")] public sealed partial class P : IDisposable {{ public void Dispose() {{ }} {Load} {Save} }}", "one+two", "a+b")]
    [InlineData($"[HistoryProvider(\"q\")] public sealed partial class P {{ {Load} {Save} public override string SourceId => \"p\"; public override bool StoreInputs => false; }}", "one+two", "b")]
    [InlineData($"[HistoryProvider(\"p\")] public sealed partial class P {{ {Save} protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken) => new(Log.History); }}", "one+two", "a+b")]
    public async Task What_is_not_needed_or_written_by_hand_is_not_asked_for(string source, string loaded, string? saved)
    {
        using var assembly = Generate.Load(source, Support);
        var turn = await ProviderTurn.RunAsync(assembly, "P");

        Assert.Equal((loaded, saved), (turn.Loaded, turn.Log.SingleOrDefault()));
        Assert.Empty(turn.Issues);
        Assert.Equal("p", ((HistoryProvider)Activator.CreateInstance(assembly.Type("P"))!).SourceId);
    }

    private static object Bind(GeneratorRun run, ProviderMethod method) =>
        new ProviderMethodBinder(run.Output.GetTypeByMetadataName("P")!, run.Output, RuntimeNames.All).Bind(method).Problem;
}
