using Microsoft.CodeAnalysis;
using Sessions.Analyzers.History;
using Sessions.CodeFixes;
using Sessions.Generators;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.History;

public sealed class HistoryMethodTests
{
    private const string Load = "public Task<IReadOnlyList<ChatMessage>> GetMessagesAsync(string id) => throw new NotSupportedException(id);";
    private const string Save = "public Task SaveMessagesAsync(string id, IReadOnlyList<ChatMessage> messages) => throw new NotSupportedException(id + messages.Count);";

    private static readonly AnalyzerTest Test = new(new HistoryMethodAnalyzer(), Generators.All);
    private static readonly CodeFixTest Fix = new(Test, new WriteHistoryMethodsFix());

    [Fact]
    public Task Provider_without_methods_is_reported_once() => Test.Reports(
        "[HistoryProvider(\"a\")] partial class [|Database|];",
        ["History provider 'Database' has neither a method 'GetMessagesAsync' to load the history nor a method 'SaveMessagesAsync' to store a turn; write them"]);

    [Fact]
    public Task Missing_load_method_is_reported() => Test.Reports(
        Provider(Save, name: "[|Database|]"),
        ["History provider 'Database' has no method 'GetMessagesAsync' to load the history; write it, or set LoadMessages = false"]);

    [Fact]
    public Task Missing_save_method_is_reported() => Test.Reports(
        Provider(Load, name: "[|Database|]"),
        ["History provider 'Database' has no method 'SaveMessagesAsync' to store a turn; write it, or set StoreInputs = false and StoreOutputs = false"]);

    [Theory]
    [InlineData("public int [|GetMessagesAsync|](string id) => id.Length;", "it returns 'int'; return a list of ChatMessage, a Task or ValueTask of one, or an IAsyncEnumerable of ChatMessage")]
    [InlineData("public List<ChatMessage> GetMessagesAsync(int [|number|]) => new(number);", "there is nothing to pass for parameter 'number' of type 'int'; take a SessionKey, which says whose messages are meant, and make the 'int' from its Id")]
    [InlineData("public List<ChatMessage> GetMessagesAsync(Guid [|id|], CancellationToken token) => [new(ChatRole.User, $\"{id} {token}\")];", "there is nothing to pass for parameter 'id' of type 'Guid'; take a SessionKey, which says whose messages are meant, and make the 'Guid' from its Id")]
    [InlineData("public List<ChatMessage> GetMessagesAsync(Uri [|threadId|]) => [new(ChatRole.User, $\"{threadId}\")];", "there is nothing to pass for parameter 'threadId' of type 'Uri'; take a SessionKey, which says whose messages are meant, and make the 'Uri' from its Id")]
    [InlineData("public List<ChatMessage> GetMessagesAsync(ChatId [|chat|]) => [new(ChatRole.User, $\"{chat}\")]; public sealed record ChatId(Guid Value);", "there is nothing to pass for parameter 'chat' of type 'ChatId'; take a SessionKey, which says whose messages are meant, and make the 'ChatId' from its Id")]
    [InlineData("public List<ChatMessage> GetMessagesAsync(int [|count|], SessionKey key) => [new(ChatRole.User, $\"{key} {count}\")];", "there is nothing to pass for parameter 'count' of type 'int'; remove it or give it a default value")]
    [InlineData("public List<ChatMessage> GetMessagesAsync(HttpClient [|client|]) => [new(ChatRole.User, $\"{client}\")]; public class HttpClient;", "there is nothing to pass for parameter 'client' of type 'HttpClient'; take it in the constructor, or give it a default value")]
    [InlineData("public List<ChatMessage> GetMessagesAsync(Wishes [|wishes|]) => [new(ChatRole.User, $\"{wishes}\")];", "a session need not have what parameter 'wishes' of type 'Wishes' takes, and 'Wishes' cannot be made without arguments; take a 'Wishes?'")]
    [InlineData("public List<ChatMessage> GetMessagesAsync(string id, string [|other|]) => new(id.Length + other.Length);", "parameter 'other' of type 'string' is the second of its type, and both would be the session's id; take one SessionKey, which has the tenant and the id")]
    [InlineData("public List<ChatMessage> GetMessagesAsync(SessionKey key, SessionKey [|other|]) => [new(ChatRole.User, $\"{key} {other}\")];", "parameter 'other' of type 'SessionKey' is the second of its type; remove one")]
    [InlineData("public List<ChatMessage> GetMessagesAsync(IServiceProvider services, IServiceProvider? [|others|]) => [new(ChatRole.User, $\"{services} {others}\")];", "parameter 'others' of type 'IServiceProvider?' is the second of its type; remove one")]
    [InlineData("public List<ChatMessage> GetMessagesAsync(IServiceProvider services, Guid [|id|]) => [new(ChatRole.User, $\"{services} {id}\")];", "there is nothing to pass for parameter 'id' of type 'Guid'; take a SessionKey, which says whose messages are meant, and make the 'Guid' from its Id")]
    [InlineData("public List<ChatMessage> GetMessagesAsync(ref string [|id|]) => new(id.Length);", "parameter 'id' is passed by reference; pass it by value")]
    [InlineData("public List<ChatMessage> [|GetMessagesAsync|]<T>(string id) => new(id.Length);", "it has type parameters; remove them")]
    [InlineData("public List<ChatMessage> GetMessagesAsync() => []; public List<ChatMessage> [|GetMessagesAsync|](string id) => new(id.Length);", "there is more than one that could be called; keep one")]
    public Task Unusable_load_method_is_reported(string method, string reason) => Test.Reports(
        Provider(method + Save),
        ["History provider 'Database' cannot use 'GetMessagesAsync': " + reason],
        "[AgentSessionState] public sealed partial record Wishes(string Text);");

    [Theory]
    [InlineData("public async void [|SaveMessagesAsync|](IReadOnlyList<ChatMessage> messages) => await Task.Yield();", "it is async void, so that nobody knows when it is done or that it failed; return Task")]
    [InlineData("public int [|SaveMessagesAsync|](IReadOnlyList<ChatMessage> messages) => messages.Count;", "it returns 'int'; return Task or ValueTask")]
    [InlineData("public Task [|SaveMessagesAsync|](string id) => Task.FromResult(id);", "it takes no messages; add a parameter of type IReadOnlyList<ChatMessage>")]
    [InlineData("public Task SaveMessagesAsync(string id, IAsyncEnumerable<ChatMessage> [|messages|]) => Task.FromResult((id, messages));", "parameter 'messages' of type 'IAsyncEnumerable<ChatMessage>' takes messages in a form in which they are not given; take an IReadOnlyList<ChatMessage>")]
    [InlineData("public Task SaveMessagesAsync(string id, ChatMessage [|message|]) => Task.FromResult((id, message));", "parameter 'message' of type 'ChatMessage' takes messages in a form in which they are not given; take an IReadOnlyList<ChatMessage>")]
    public Task Unusable_save_method_is_reported(string method, string reason) => Test.Reports(
        Provider(Load + method),
        ["History provider 'Database' cannot use 'SaveMessagesAsync': " + reason]);

    [Fact]
    public Task Private_method_of_a_base_class_is_reported_at_the_provider() => Test.Reports(
        $$"""
        abstract class Base : HistoryProvider { private List<ChatMessage> GetMessagesAsync() => []; public object All => GetMessagesAsync(); }
        [HistoryProvider("a")] partial class [|Database|] : Base { {{Save}} }
        """,
        ["History provider 'Database' cannot use 'GetMessagesAsync': it is private in 'Base'; make it protected or public"]);

    [Fact]
    public Task Explicit_implementation_is_reported() => Test.Reports(
        Provider(Load + "Task IHistory.[|SaveMessagesAsync|](SessionKey key, IReadOnlyList<ChatMessage> messages) => Task.FromResult((key, messages));", baseClass: " : HistoryProvider, IHistory"),
        ["History provider 'Database' cannot use 'SaveMessagesAsync': it implements 'IHistory' explicitly and cannot be called by its name; make it a method of the class"],
        "public interface IHistory { Task SaveMessagesAsync(SessionKey key, IReadOnlyList<ChatMessage> messages); }");

    [Theory]
    [InlineData("public List<ChatMessage> {|SESS104:GetMessagesAsync|}() => [];" + Save, "GetMessagesAsync")]
    [InlineData("public List<ChatMessage> {|SESS104:GetMessagesAsync|}(Guid id = default) => [new(ChatRole.User, $\"{id}\")];" + Save, "GetMessagesAsync")]
    [InlineData("public List<ChatMessage> {|SESS104:GetMessagesAsync|}(CancellationToken token, params string[] more) => [new(ChatRole.User, $\"{token} {more}\")];" + Save, "GetMessagesAsync")]
    [InlineData("public List<ChatMessage> {|SESS104:GetMessagesAsync|}(IServiceProvider services) => [new(ChatRole.User, $\"{services}\")];" + Save, "GetMessagesAsync")]
    [InlineData(Load + "public Task {|SESS104:SaveMessagesAsync|}(IReadOnlyList<ChatMessage> messages, IServiceProvider? services = null) => Task.FromResult((messages, services));", "SaveMessagesAsync")]
    [InlineData(Load + "public Task {|SESS104:SaveMessagesAsync|}(IReadOnlyList<ChatMessage> messages, int id = 0) => Task.FromResult((messages, id));", "SaveMessagesAsync")]
    public Task Method_that_is_told_no_session_is_reported(string methods, string method) => Test.Reports(
        Provider(methods),
        [$"History provider 'Database' is told no session in '{method}', so that every session would have the messages of all; take a SessionKey"]);

    [Theory]
    [InlineData("public void SaveMessagesAsync(IReadOnlyList<ChatMessage> messages) => throw new NotSupportedException($\"{messages}\");", ", LoadMessages = false")]
    [InlineData("public List<ChatMessage> GetMessagesAsync(AgentSession session) => [new(ChatRole.User, session.Id)];" + Save, "")]
    [InlineData("public List<ChatMessage> GetMessagesAsync(Wishes? wishes) => [new(ChatRole.User, $\"{wishes}\")];" + Save, "")]
    public Task Method_that_knows_the_session_or_audits_is_not(string methods, string flags) => Test.IsSilent(
        Provider(methods, flags), "[AgentSessionState] public sealed partial record Wishes(string Text);");

    [Theory]
    [InlineData(Load + Save, "")]
    [InlineData(Save, ", LoadMessages = false")]
    [InlineData(Load, ", StoreInputs = false, StoreOutputs = false")]
    [InlineData("public IAsyncEnumerable<ChatMessage> GetMessagesAsync(SessionKey key, CancellationToken token) => throw new NotSupportedException(key.Id);" + Save, "")]
    [InlineData("public List<ChatMessage> GetMessagesAsync(IServiceProvider services, SessionKey key) => [new(ChatRole.User, $\"{services}{key}\")];" + Save, "")]
    [InlineData("private List<ChatMessage> GetMessagesAsync(TurnContext turn, int count = 1) => [.. turn.InputMessages.Take(count)];" + Save, "")]
    [InlineData("protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken) => default;" + Save, "")]
    public Task Usable_provider_is_not(string methods, string flags) => Test.IsSilent(
        Provider(methods, flags, baseClass: methods.Contains("override", StringComparison.Ordinal) ? " : HistoryProvider" : ""));

    [Theory]
    [InlineData("partial class Database;")]
    [InlineData("[HistoryProvider(\"a\")] partial record Database;")]
    public Task Type_that_is_no_provider_is_not(string source) => Test.IsSilent(source);

    [Fact]
    public Task Parameter_of_a_state_type_that_is_reported_itself_is_not() => Test.IsSilent(
        "[AgentSessionState] public sealed record Preferences;" + Provider("public List<ChatMessage> GetMessagesAsync(Preferences preferences) => [new(ChatRole.User, preferences.ToString())];" + Save));

    [Fact]
    public void Every_problem_is_explained()
    {
        var method = TestCompilation.Create(Provider(Load)).GetTypeByMetadataName("Database")!.GetMembers("GetMessagesAsync").OfType<IMethodSymbol>().Single();
        var unexplained = Enum.GetValues<ProviderMethodProblem>()
            .Where(problem => HistoryMethodProblemText.Explain(ProviderMethodBinding.Failed(problem, method, method.Parameters[0])) is null);
        Assert.Equal([ProviderMethodProblem.None, ProviderMethodProblem.Missing], unexplained);
    }

    [Fact]
    public Task Fix_writes_what_is_missing() => Fix.Fixes(
        $$"""
        namespace My
        {
            [HistoryProvider("a")]
            public sealed partial class [|Empty|];

            [HistoryProvider("b")]
            public sealed partial class [|Loads|]
            {
                {{Load}}
            }
        }
        """,
        $$"""
        namespace My
        {
            [HistoryProvider("a")]
            public sealed partial class Empty
            {
                public Task<IReadOnlyList<ChatMessage>> GetMessagesAsync(SessionKey session, CancellationToken cancellationToken)
                {
                    throw new NotSupportedException("Return the messages of the session, oldest first.");
                }

                public Task SaveMessagesAsync(SessionKey session, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
                {
                    throw new NotSupportedException("Append the messages to those of the session.");
                }
            }

            [HistoryProvider("b")]
            public sealed partial class Loads
            {
                {{Load}}

                public Task SaveMessagesAsync(SessionKey session, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
                {
                    throw new NotSupportedException("Append the messages to those of the session.");
                }
            }
        }
        """);

    [Fact]
    public Task Fix_is_not_offered_for_a_method_that_is_there() => Fix.OffersNothing(Provider("public int [|GetMessagesAsync|]() => 1;" + Save));

    private static string Provider(string members, string flags = "", string name = "Database", string baseClass = "") => $$"""
        [HistoryProvider("a"{{flags}})]
        public sealed partial class {{name}}{{baseClass}}
        {
            {{members}}
        }
        """;
}
