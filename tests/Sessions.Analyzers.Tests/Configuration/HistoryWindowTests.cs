using Sessions.Analyzers.Configuration;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Configuration;

public sealed class HistoryWindowTests
{
    private const string Alone = "and sends the newest turn alone; raise it, or set MaxTurns = 1 where that is meant";
    private const string Refused = "cannot hold a turn, and is refused; raise it, or leave it out where there is no limit";
    private const string OneMessage = "cannot hold a turn, which has 2 messages or more, and leaves an answer without its question; raise the count";

    private static readonly AnalyzerTest Test = new(new HistoryWindowAnalyzer());

    public static TheoryData<string, string> TooSmall => new()
    {
        { "new HistoryView { MaxMessages = [|1|] }", $"MaxMessages = 1 cannot hold a turn, which has 2 messages or more, {Alone}" },
        { "new HistoryView { MaxTurns = 20, MaxMessages = [|One|] }", $"MaxMessages = One cannot hold a turn, which has 2 messages or more, {Alone}" },
        { "new HistoryView { MaxTokens = [|1|] }", $"MaxTokens = 1 cannot hold a turn, which counts 8 tokens or more, {Alone}" },
        { "new HistoryView { MaxTokens = [|7|] }", $"MaxTokens = 7 cannot hold a turn, which counts 8 tokens or more, {Alone}" },
        { "new HistoryView { MaxTurns = [|0|] }", $"MaxTurns = 0 {Refused}" },
        { "new HistoryView { MaxMessages = [|-1|] }", $"MaxMessages = -1 {Refused}" },
        { "new HistoryView { MaxTokens = [|0|], CountTokens = message => message.Text.Length }", $"MaxTokens = 0 {Refused}" },
        { "new HistoryView { MaxMessages = [|One - 1|] }", $"MaxMessages = One - 1 {Refused}" },
        { "new ChatClientAgentOptions { Name = \"Guide\", View = new() { MaxMessages = [|1|] } }", $"MaxMessages = 1 cannot hold a turn, which has 2 messages or more, {Alone}" },
        { "new HistoryView { Reducer = [|new MessageCountingChatReducer(1)|] }", $"Reducer = new MessageCountingChatReducer(1) {OneMessage}" },
        { "new HistoryView { Reducer = [|new MessageCountingChatReducer(targetCount: One)|] }", $"Reducer = new MessageCountingChatReducer(targetCount: One) {OneMessage}" },
    };

    public static TheoryData<string> LargeEnough =>
    [
        "new HistoryView()",
        "new HistoryView { MaxMessages = 2 }",
        "new HistoryView { MaxMessages = 40, MaxTokens = 8_000 }",
        "new HistoryView { MaxTurns = 1 }",
        "new HistoryView { MaxTokens = 8 }",
        "new HistoryView { MaxMessages = null }",
        "new HistoryView { MaxMessages = limit }",
        "new HistoryView { MaxMessages = small ? 1 : 50 }",
        "new HistoryView { MaxMessages = Math.Max(1, limit) }",
        "new HistoryView { MaxTokens = 4, CountTokens = message => 1 }",
        "new HistoryView { Reducer = new MessageCountingChatReducer(2) }",
        "new HistoryView { Reducer = new MessageCountingChatReducer(limit) }",
        "new HistoryView { Reducer = new SummarizingChatReducer(client, 1, null) }",
        "new HistoryView { Reducer = reducer }",
        "new MessageCountingChatReducer(1)",
        "new Sessions.Storage.TurnLimits { MaxMessages = 1 }",
        "new Own { MaxMessages = 1, MaxTurns = 0 }",
    ];

    public static TheoryData<string> FrameworkTooSmall =>
    [
        "new InMemoryChatHistoryProviderOptions { ChatReducer = [|new MessageCountingChatReducer(1)|] }",
        "new InMemoryChatHistoryProvider(new() { ChatReducer = [|new MessageCountingChatReducer(1)|] })",
        "new ChatClientAgentOptions { ChatHistoryProvider = new InMemoryChatHistoryProvider(new() { ChatReducer = [|new MessageCountingChatReducer(1)|] }) }",
        "new InMemoryChatHistoryProviderOptions { StateKey = \"chat\", ChatReducer = [|new MessageCountingChatReducer(1)|] }",
        "Configure(options => options.ChatReducer = [|new MessageCountingChatReducer(1)|])",
    ];

    public static TheoryData<string> FrameworkLargeEnough =>
    [
        "new InMemoryChatHistoryProviderOptions()",
        "new InMemoryChatHistoryProviderOptions { ChatReducer = null }",
        "new InMemoryChatHistoryProviderOptions { ChatReducer = reducer }",
        "new InMemoryChatHistoryProviderOptions { ChatReducer = new MessageCountingChatReducer(2) }",
        "new InMemoryChatHistoryProviderOptions { ChatReducer = new MessageCountingChatReducer(limit) }",
        "new InMemoryChatHistoryProviderOptions { ChatReducer = new SummarizingChatReducer(client, 1, null) }",
        "new InMemoryChatHistoryProviderOptions { ChatReducer = small ? new MessageCountingChatReducer(1) : reducer }",
        "client.AsBuilder().UseChatReducer(new MessageCountingChatReducer(1))",
    ];

    [Theory]
    [MemberData(nameof(TooSmall))]
    public Task Window_that_holds_no_turn_is_reported(string code, string message) => Test.Reports(InMethod(code), [message]);

    [Theory]
    [MemberData(nameof(LargeEnough))]
    public Task Window_that_may_hold_one_is_not(string code) => Test.IsSilent(InMethod(code));

    [Theory]
    [MemberData(nameof(FrameworkTooSmall))]
    public Task Reducer_that_leaves_one_message_is_reported_on_the_framework(string code) =>
        Test.OnAgentFramework().Reports(InMethod(code), [$"ChatReducer = new MessageCountingChatReducer(1) {OneMessage}"]);

    [Theory]
    [MemberData(nameof(FrameworkLargeEnough))]
    public Task Reducer_that_may_leave_a_turn_is_not_on_the_framework(string code) => Test.OnAgentFramework().IsSilent(InMethod(code));

    [Fact]
    public Task Window_is_reported_on_the_framework_too() =>
        Test.OnAgentFrameworkWithSessions().Reports(
            InMethod("new SessionsAgentOptions { View = new HistoryView { MaxMessages = [|1|] } }"), [$"MaxMessages = 1 cannot hold a turn, which has 2 messages or more, {Alone}"]);

    private static string InMethod(string code) => $$"""
        #pragma warning disable MEAI001 // Reducers are experimental.
        class Program
        {
            private const int One = 1;

            public class Own
            {
                public int MaxMessages { get; set; }
                public int MaxTurns { get; set; }
            }
        {{(code.StartsWith("Configure", StringComparison.Ordinal) ? "    public object Configure(Action<InMemoryChatHistoryProviderOptions> configure) => configure;" : "")}}

            public object Make(IChatClient client, IChatReducer reducer, int limit, bool small) =>
                {{code}};
        }
        """;
}
