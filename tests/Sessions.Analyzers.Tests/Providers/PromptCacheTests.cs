using Sessions.Analyzers.Providers;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Providers;

public sealed class PromptCacheTests
{
    private static readonly AnalyzerTest Test = new(new PromptCacheAnalyzer(), Generators.All);

    /// <summary>Code in front of a text, the text, and what varies in it.</summary>
    public static TheoryData<string, string, string> Varying => new()
    {
        { "", "$\"It is {[|DateTime.Now|]}.\"", "DateTime.Now" },
        { "", "\"It is \" + [|DateTimeOffset.UtcNow|]", "DateTimeOffset.UtcNow" },
        { "", "$\"It is {[|DateTime.UtcNow|]:yyyy-MM-dd HH:mm}.\"", "DateTime.UtcNow" },
        { "", "\"It is \" + [|DateTime.Now|].ToString(\"t\")", "DateTime.Now" },
        { "", "$\"It is {time.[|GetLocalNow|]():f}.\"", "TimeProvider.GetLocalNow" },
        { "", "string.Format(\"It is {0}\", [|DateTime.Now|])", "DateTime.Now" },
        { "var now = [|DateTime.Now|].AddHours(1);", "[|$\"It is {now:T}.\"|]", "DateTime.Now" },
        { "", "$\"Request {[|Guid.NewGuid()|]}\"", "Guid.NewGuid" },
        { "", "_tips[[|Random.Shared|].Next(_tips.Length)]", "Random.Shared" },
        { "", "time is null ? \"\" : $\"It is {[|DateTime.Now|]:O}\"", "DateTime.Now" },
        { "", "[|Describe()|]", "DateTime.UtcNow" },
    };

    public static TheoryData<string, string> Steady => new()
    {
        { "", "$\"It is {DateTime.Now:D}.\"" },
        { "", "$\"It is {DateTime.Now:d}.\"" },
        { "", "$\"It is {time.GetLocalNow():yyyy-MM-dd}.\"" },
        { "", "$\"It is {time.GetLocalNow():dddd', the 'd.}\"" },
        { "", "\"It is \" + DateTime.Today" },
        { "", "$\"It is {DateOnly.FromDateTime(DateTime.Now)}.\"" },
        { "", "\"It is \" + DateTime.Now.ToString(\"yyyy-MM-dd\")" },
        { "", "\"It is \" + DateTime.Now.ToLongDateString()" },
        { "", "$\"It is {DateTime.UtcNow.DayOfWeek}.\"" },
        { "", "string.Format(\"It is {0:d}\", DateTime.Now)" },
        { "", "DateTime.Now.Hour < 12 ? \"Good morning\" : \"Good day\"" },
        { "var now = DateTime.Now; now = DateTime.UnixEpoch;", "$\"It is {now}.\"" },
        { "", "string.Join(\", \", _tips.Where(tip => tip.Length > DateTime.Now.Second))" },
        { "", "Unknown.Say(DateTime.Now)" },
        { "", "$\"Tip {new Random(42).Next()}\"" },
        { "", "\"Be brief.\"" },
        { "Console.WriteLine(DateTime.Now);", "_tips[0]" },
        { "", "$\"Started {_started}\"" },
    };

    [Theory]
    [MemberData(nameof(Varying))]
    public Task What_varies_in_instructions_is_reported(string before, string text, string varying) =>
        Test.Reports(Ours(Unmark(before, text), text), [Message(varying, "the instructions")]);

    [Theory]
    [MemberData(nameof(Varying))]
    public Task What_varies_in_instructions_is_reported_on_the_framework(string before, string text, string varying) =>
        Test.OnAgentFramework().Reports(Framework(Unmark(before, text), text), [Message(varying, "the instructions")]);

    [Theory]
    [MemberData(nameof(Varying))]
    public Task What_varies_in_the_options_of_a_run_is_reported(string before, string text, string varying) =>
        Test.Reports(Run(Unmark(before, text), $"new ChatClientAgentRunOptions {{ ChatOptions = new() {{ Instructions = {text} }} }}"), [Message(varying, "the options of the run")]);

    [Theory]
    [MemberData(nameof(Varying))]
    public Task What_varies_in_the_options_of_a_run_is_reported_on_the_framework(string before, string text, string varying) =>
        Test.OnAgentFramework().Reports(Run(Unmark(before, text), $"new ChatClientAgentRunOptions(new ChatOptions {{ Instructions = {text} }})"), [Message(varying, "the options of the run")]);

    [Theory]
    [MemberData(nameof(Steady))]
    public Task What_changes_once_a_day_or_never_is_not(string before, string text) => Test.IsSilent(Ours(before, text));

    [Theory]
    [MemberData(nameof(Steady))]
    public Task What_changes_once_a_day_or_never_is_not_on_the_framework(string before, string text) => Test.OnAgentFramework().IsSilent(Framework(before, text));

    [Theory]
    [MemberData(nameof(Steady))]
    public Task What_changes_once_a_day_or_never_is_not_in_the_options_of_a_run(string before, string text) =>
        Test.IsSilent(Run(before, $"new ChatClientAgentRunOptions {{ ChatOptions = new() {{ Instructions = {text} }} }}"));

    [Theory]
    [InlineData("new HistoryView { MaxMessages = [|Random.Shared|].Next(10, 20) }", "Random.Shared")]
    [InlineData("new HistoryView { MaxTokens = 1000, CountTokens = message => message.CreatedAt < [|DateTimeOffset.UtcNow|].AddDays(-1) ? 0 : 10 }", "DateTimeOffset.UtcNow")]
    public Task What_varies_in_a_view_is_reported(string view, string varying) => Test.Reports(
        $"class Views {{ public static HistoryView Of() => {view}; }}",
        [$"'{varying}' makes the view differ in each turn, and the service finds nothing of the request before in its cache; make it of the messages alone"]);

    [Fact]
    public Task Instructions_of_an_agent_are_not() => Test.IsSilent(
        """
        class Agents
        {
            public static AIAgent Make(IChatClient client) => new ChatClientAgent(client, new ChatClientAgentOptions { ChatOptions = new() { Instructions = $"It is {DateTime.Now}." } });
            public static AIAgent MakeOther(IChatClient client) => client.AsAIAgent(instructions: $"It is {DateTime.Now}.");
            public static HistoryView View() => new() { MaxTurns = 20 };
        }
        """);

    [Fact]
    public Task Options_that_are_made_once_are_not() => Test.IsSilent(
        """
        class Runs
        {
            private static readonly ChatClientAgentRunOptions Options = new() { ChatOptions = new() { Instructions = $"It is {DateTime.Now}." } };
            private readonly ChatClientAgentRunOptions _options;

            public Runs() => _options = new() { ChatOptions = new() { Instructions = $"It is {DateTime.Now}." } };

            public object All => (Options, _options);
        }
        """);

    [Fact]
    public Task Message_of_a_provider_is_not() => Test.IsSilent(
        """
        class Clock : AIContextProvider
        {
            public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
            {
                turn.AddMessages(this, new ChatMessage(ChatRole.User, $"It is {DateTime.Now}."));
                return default;
            }
        }
        """);

    private static string Message(string varying, string what) =>
        $"'{varying}' makes {what} differ in each turn, and the service finds nothing of the request before in its cache; "
        + (varying.Contains("Now", StringComparison.Ordinal) ? "say the date alone, or say it in a message" : "say it in a message");

    /// <summary>What stands before the text is where to look, and not where it is reported.</summary>
    private static string Unmark(string before, string text) =>
        text.Contains("[|", StringComparison.Ordinal) ? before.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal) : before;

    private static string Ours(string before, string text) => $$"""
        class Clock(TimeProvider time) : AIContextProvider
        {
            public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
            {
                {{before}}
                turn.AddInstructions({{text}});
                return default;
            }

            {{Members}}
        }
        {{Others}}
        """;

    private static string Framework(string before, string text) => $$"""
        class Clock(TimeProvider time) : AIContextProvider
        {
            protected override ValueTask<AIContext> ProvideAIContextAsync(InvokingContext context, CancellationToken cancellationToken = default)
            {
                {{before}}
                return new(new AIContext { Instructions = {{text}} });
            }

            {{Members}}
        }
        {{Others}}
        """;

    private static string Run(string before, string options) => $$"""
        class Chat(AIAgent agent, AgentSession session, TimeProvider time)
        {
            public async Task Ask(string question)
            {
                {{before}}
                await agent.RunAsync(question, session, {{options}});
            }

            {{Members}}
        }
        {{Others}}
        """;

    private const string Members = """
            private readonly string[] _tips = ["Walk.", "Run."];
            private readonly DateTime _started = DateTime.UtcNow;
            private string Describe() => $"It is {DateTime.UtcNow}, since {_started}: {time} {_tips.Length}";
        """;

    private const string Others = "static class Unknown { public static string Say(DateTime time) => time.ToString(\"D\"); }";
}
