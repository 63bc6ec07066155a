using Sessions.Analyzers.History;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.History;

public sealed class MessageKeyTests
{
    private const string Message =
        "'MessageId' is null for what users write, so that their messages have one key here, or none; make the key of the session and a running number, or give messages without an id one";

    private static readonly AnalyzerTest Test = new(new MessageKeyAnalyzer(), Generators.All);

    /// <summary>What is done with a message.</summary>
    public static TheoryData<string> Keys =>
    [
        "rows.Save(new Row { Key = prefix + [|message.MessageId|] });",
        "rows.Save(new Row { Key = $\"{prefix}:{[|message.MessageId|]}\" });",
        "rows.Save(new Row { Id = [|message.MessageId|]! });",
        "rows.Save(new Row { MessageId = [|message.MessageId|]! });",
        "var row = new Row(); row.Id = string.Concat(prefix, [|message.MessageId|]); rows.Save(row);",
        "table[[|message.MessageId|]!] = message.Text;",
        "table.TryAdd([|message.MessageId|]!, message.Text);",
        "table.Add(string.Format(\"{0}-{1}\", prefix, [|message.MessageId|]), message.Text);",
        "var key = prefix + \":\" + [|message.MessageId|]; table[key] = message.Text;",
        "rows.SaveAll(messages.ToDictionary(m => [|m.MessageId|]!, m => m.Text));",
        "rows.SaveAll(messages.DistinctBy(m => [|m.MessageId|]));",
        "rows.SaveAll(messages.Select(m => new Row { Key = prefix + [|m.MessageId|], Text = m.Text }));",
        "rows.Save(new Entry([|message.MessageId|]!, message.Text));",
    ];

    public static TheoryData<string> Others =>
    [
        "rows.Save(new Row { Key = prefix + (message.MessageId ?? Guid.NewGuid().ToString()) });",
        "message.MessageId ??= Guid.NewGuid().ToString(); rows.Save(new Row { Key = prefix + message.MessageId });",
        "if (message.MessageId is null) { continue; } rows.Save(new Row { Key = prefix + message.MessageId });",
        "if (message.MessageId == null) { message.MessageId = Guid.NewGuid().ToString(); } table[message.MessageId] = message.Text;",
        "if (!string.IsNullOrEmpty(message.MessageId)) { table[message.MessageId] = message.Text; }",
        "rows.SaveAll(messages.Where(m => m.MessageId is not null).ToDictionary(m => m.MessageId!, m => m.Text));",
        "if (message is { MessageId: { } id }) { table[id] = message.Text; }",
        "rows.Save(new Row { Key = prefix + table.Count, Text = message.MessageId });",
        "rows.Save(new Row { Text = message.Text + message.MessageId });",
        "rows.Save(new Row { Key = Guid.NewGuid().ToString() });",
        "Console.WriteLine(message.MessageId);",
        "var id = message.MessageId; if (id is not null) { table[id] = message.Text; }",
        "table[message.Text] = message.MessageId!;",
        "rows.SaveAll(messages.GroupBy(m => m.MessageId));",
        "table[KeyOf(message.MessageId)] = message.Text;",
    ];

    [Theory]
    [MemberData(nameof(Keys))]
    public Task Key_of_an_id_is_reported(string code) => Test.Reports(Ours(code), [Message], Rows);

    [Theory]
    [MemberData(nameof(Keys))]
    public Task Key_of_an_id_is_reported_in_a_generated_provider(string code) => Test.Reports(Generated(code, ""), [Message], Rows);

    [Theory]
    [MemberData(nameof(Keys))]
    public Task Key_of_an_id_is_reported_on_the_framework(string code) => Test.OnAgentFramework().Reports(Framework(code, "RequestMessages"), [Message], Rows);

    [Theory]
    [MemberData(nameof(Others))]
    public Task What_is_no_such_key_is_not(string code) => Test.IsSilent(Ours(code), Rows);

    [Theory]
    [MemberData(nameof(Others))]
    public Task What_is_no_such_key_is_not_on_the_framework(string code) => Test.OnAgentFramework().IsSilent(Framework(code, "RequestMessages"), Rows);

    [Fact]
    public Task Key_of_the_model_s_messages_is_not() =>
        Test.OnAgentFramework().IsSilent(Framework("table[message.MessageId!] = message.Text;", "ResponseMessages"), Rows);

    [Fact]
    public Task Key_is_not_where_what_users_write_is_not_stored() => Test.IsSilent(Generated("table[message.MessageId!] = message.Text;", ", StoreInputs = false"), Rows);

    [Fact]
    public Task Key_in_another_class_is_not() => Test.IsSilent(
        "class Index { public Dictionary<string, string> Of(IEnumerable<ChatMessage> messages) => messages.ToDictionary(m => m.MessageId!, m => m.Text); }");

    private const string Rows = """
        public sealed class Row
        {
            public string Key { get; set; } = "";
            public string Id { get; set; } = "";
            [System.ComponentModel.DataAnnotations.Key] public string MessageId { get; set; } = "";
            public string? Text { get; set; }
        }

        public sealed record Entry(string Id, string Text);

        public sealed class RowTable
        {
            public void Save(object row) => Console.WriteLine(row);
            public void SaveAll(object rows) => Console.WriteLine(rows);
        }
        """;

    private static string Ours(string code) => $$"""
        public sealed class DatabaseHistory(RowTable rows, string prefix) : HistoryProvider
        {
            protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken) => new([]);

            protected override async ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
            {
                await Task.Yield();
                {{Loop(code)}}
            }

            private static string KeyOf(string? id) => id + "!";
        }
        """;

    private static string Generated(string code, string flags) => $$"""
        [HistoryProvider("database"{{flags}})]
        public sealed partial class DatabaseHistory(RowTable rows, string prefix)
        {
            public Task<IReadOnlyList<ChatMessage>> GetMessagesAsync(SessionKey session) => Task.FromResult<IReadOnlyList<ChatMessage>>([]);

            public async Task SaveMessagesAsync(SessionKey session, IReadOnlyList<ChatMessage> messages)
            {
                await Task.Yield();
                {{Loop(code)}}
            }
        }
        """;

    private static string Framework(string code, string source) => $$"""
        public sealed class DatabaseHistory(RowTable rows, string prefix) : ChatHistoryProvider
        {
            protected override async ValueTask StoreChatHistoryAsync(InvokedContext context, CancellationToken cancellationToken = default)
            {
                await Task.Yield();
                var messages = context.{{source}}!.ToList();
                {{Loop(code)}}
            }

            private static string KeyOf(string? id) => id + "!";
        }
        """;

    private static string Loop(string code) => $$"""
                var table = new Dictionary<string, string>();
                foreach (var message in messages)
                {
                    {{code}}
                }

                rows.Save(prefix + table.Count);
        """;
}
