using Sessions.Analyzers.History;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.History;

public sealed class MessageOrderTests
{
    private static readonly AnalyzerTest Test = new(new MessageOrderAnalyzer(), Generators.All);

    /// <summary>A query of rows, or a text of SQL, and the name of the time.</summary>
    public static TheoryData<string, string> ByTime => new()
    {
        { "rows.OrderBy(row => [|row.CreatedAt|]).ToList()", "CreatedAt" },
        { "rows.OrderByDescending(row => [|row.Timestamp|]).Take(10).ToList()", "Timestamp" },
        { "rows.AsQueryable().Where(row => row.Text != \"\").OrderBy(row => [|row.CreatedAt|]).ToList()", "CreatedAt" },
        { "(from row in rows orderby [|row.SentAt|] select row).ToList()", "SentAt" },
        { "rows.ToList().OrderByDescending(row => [|row.CreatedAt|]).ToList()", "CreatedAt" },
        { "new Options().OrderBy(row => row.Descending(r => [|r.Timestamp|]))", "Timestamp" },
        { "rows.OrderBy(row => [|row.StoredAt|]).ToList()", "StoredAt" },
        { "(Func<Task<object>>)(async () => (await Task.FromResult(rows.ToList())).OrderBy(row => [|row.CreatedAt|]).ToList())", "CreatedAt" },
        { "(Func<Task<object>>)(async () => { var read = await Task.FromResult(rows.ToList()); return read.OrderBy(row => [|row.CreatedAt|]); })", "CreatedAt" },
        { "\"SELECT text FROM messages WHERE session = @id ORDER BY [|created_at|]\"", "created_at" },
        { "\"select text from messages order by m.[|timestamp|] desc limit 10\"", "timestamp" },
        { "\"SELECT c.text FROM c ORDER BY c.[|createdAt|] ASC\"", "createdAt" },
        { "@\"SELECT text FROM messages ORDER BY [|SentAt|];\"", "SentAt" },
        { "$\"SELECT text FROM {rows} ORDER BY [|created|] LIMIT {rows}\"", "created" },
    };

    public static TheoryData<string> Others =>
    [
        "rows.OrderBy(row => row.Number).ToList()",
        "rows.OrderBy(row => row.CreatedAt).ThenBy(row => row.Number).ToList()",
        "rows.OrderBy(row => row.Number).ThenBy(row => row.CreatedAt).ToList()",
        "(from row in rows orderby row.CreatedAt, row.Number select row).ToList()",
        "rows.OrderBy(row => (row.CreatedAt, row.Number)).ToList()",
        "rows.ToList().OrderBy(row => row.CreatedAt).ToList()",
        "(Func<object>)(() => { var own = rows.ToList(); return own.OrderBy(row => row.CreatedAt); })",
        "rows.OrderBy(row => row.Sequence).ToList()",
        "rows.OrderByDescending(row => row.LastUsedAt).ToList()",
        "rows.OrderBy(row => row.Text).ToList()",
        "new Options().OrderBy(row => row.Descending(r => r.Timestamp).Descending(r => r.Number))",
        "rows.Max(row => row.CreatedAt)",
        "\"SELECT text FROM messages ORDER BY number\"",
        "\"SELECT text FROM messages ORDER BY created_at, number\"",
        "\"SELECT text FROM messages ORDER BY created_at DESC, number DESC\"",
        "\"SELECT id FROM sessions ORDER BY updated_at\"",
        "\"SELECT created_at FROM messages\"",
        "$\"SELECT text FROM messages ORDER BY created_at{rows}\"",
        "\"order by phone\"",
    ];

    [Theory]
    [MemberData(nameof(ByTime))]
    public Task Order_by_a_time_is_reported(string query, string time) => Test.Reports(Ours(query), [Message(time)], Rows);

    [Theory]
    [MemberData(nameof(ByTime))]
    public Task Order_by_a_time_is_reported_on_the_framework(string query, string time) => Test.OnAgentFramework().Reports(Framework(query), [Message(time)], Rows);

    [Theory]
    [MemberData(nameof(Others))]
    public Task Other_order_is_not(string query) => Test.IsSilent(Ours(query), Rows);

    [Theory]
    [MemberData(nameof(Others))]
    public Task Other_order_is_not_on_the_framework(string query) => Test.OnAgentFramework().IsSilent(Framework(query), Rows);

    [Fact]
    public Task Order_in_a_constant_is_reported() => Test.Reports(
        """
        [HistoryProvider("database")]
        public sealed partial class DatabaseHistory
        {
            private const string Query = "SELECT text FROM messages ORDER BY [|created_at|]";

            public Task<IReadOnlyList<ChatMessage>> GetMessagesAsync(SessionKey session) => throw new NotSupportedException(Query);
            public Task SaveMessagesAsync(SessionKey session, IReadOnlyList<ChatMessage> messages) => Task.CompletedTask;
        }
        """,
        [Message("created_at")]);

    [Fact]
    public Task Order_in_another_class_is_not() => Test.IsSilent(
        """
        class Report(IEnumerable<Row> rows)
        {
            public object All => rows.OrderBy(row => row.CreatedAt);
            public string Sql => "SELECT text FROM messages ORDER BY created_at";
        }
        """,
        Rows);

    private static string Message(string time) => $"Messages with the same '{time}', such as those of one turn, may come back in another order; order them by a number that counts them";

    private const string Rows = """
        public sealed record Row(string Text, int Number, DateTimeOffset CreatedAt, DateTime? Timestamp, DateTime SentAt, DateTime LastUsedAt, long StoredAt, long Sequence);

        public sealed class Options
        {
            public object OrderBy(Func<Order, Order> order) => order(new Order());
        }

        public sealed class Order
        {
            public Order Descending(Func<Row, object?> by) => by is null ? new Order() : this;
        }
        """;

    private static string Ours(string query) => $$"""
        public sealed class DatabaseHistory(IEnumerable<Row> rows) : HistoryProvider
        {
            protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken)
            {
                Console.WriteLine(rows);
                Console.WriteLine({{query}});
                return new([]);
            }

            protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) => default;
        }
        """;

    private static string Framework(string query) => $$"""
        public sealed class DatabaseHistory(IEnumerable<Row> rows) : ChatHistoryProvider
        {
            protected override ValueTask<IEnumerable<ChatMessage>> ProvideChatHistoryAsync(InvokingContext context, CancellationToken cancellationToken = default)
            {
                Console.WriteLine(rows);
                Console.WriteLine({{query}});
                return new([]);
            }
        }
        """;
}
