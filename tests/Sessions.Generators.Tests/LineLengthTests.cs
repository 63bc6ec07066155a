using Microsoft.CodeAnalysis.CSharp;
using Sessions.Roslyn;
using Sessions.Shapes;

namespace Sessions.Generators.Tests;

/// <summary>Generated code can be read without scrolling sideways.</summary>
public class LineLengthTests(ITestOutputHelper output)
{
    private const int Longest = 160;

    // What stands beside a name on its line, at most, where the name leaves no room for more.
    private const int BesideLongName = 100;

    // A name that no line has room for, twice on the lines of its accessors.
    private static readonly string VeryLongName = new('x', 400);

    private static readonly string[] OrdinaryLongNames =
    [
        """
        namespace Contoso.CustomerService.Conversations.Abstractions.Preferences
        {
            [AgentSessionState] public sealed partial record CustomerTravelPreferences(string Street, int Number = 1, Dictionary<string, List<CustomerTravelAddress>>? Addresses = null)
            {
                public ImmutableDictionary<string, CustomerTravelAddress> KnownAddresses { get; init; } = ImmutableDictionary<string, CustomerTravelAddress>.Empty;
                public CustomerTravelAddress? Home { get; private set; }
            }
            [AgentSessionState(JsonContext = typeof(CustomerConversationJsonContext))] public sealed partial record CustomerConversationDigest(string Text);
            [System.Text.Json.Serialization.JsonSerializable(typeof(CustomerConversationDigest))] public sealed partial class CustomerConversationJsonContext : System.Text.Json.Serialization.JsonSerializerContext;
            [HistoryProvider("customer-service-conversations")] public sealed partial class CustomerConversationHistoryProvider
            {
                public IAsyncEnumerable<ChatMessage> GetMessagesAsync(SessionKey session, CustomerTravelPreferences? preferences, IServiceProvider services) => throw new NotSupportedException($"{session}{preferences}{services}");
            }
            public sealed record CustomerTravelAddress { public required string Street { get; init; } }
        }
        """,
    ];

    [Fact]
    public void No_line_is_longer_than_a_screen_is_wide_unless_one_name_is()
    {
        var shapes = ShapeCase.All.Select(shape => shape.Source).Append(MemberTypes.Source).ToList();
        string[] states = [.. shapes, CompiledOutputTests.States, .. OrdinaryLongNames];
        var lines = Lines(states)
            .Concat(Lines([CompiledOutputTests.States, CompiledOutputTests.Providers]))
            .Concat(Lines([CompiledOutputTests.Experimental]))
            .ToList();
        var tooLong = lines.Where(line => line.Length > Longest).ToList();
        var unforced = tooLong.Where(line => line.Length - LongestName(line) > BesideLongName).ToList();

        output.WriteLine($"{lines.Count} lines: {tooLong.Count} are long, all for the name of one type.");
        Assert.True(unforced.Count == 0, $"{unforced.Count} of {lines.Count} lines are too long:\n{string.Join('\n', unforced.Distinct().OrderByDescending(line => line.Length).Take(50))}");
        Assert.True(lines.Count > 10_000 && tooLong.Count * 100 < lines.Count, $"{tooLong.Count} of {lines.Count}");
    }

    [Theory]
    [InlineData("var a = 1;", 0)]
    [InlineData("return Value<global::A.B<int, (int, int)[]>>(1);", 30)]
    [InlineData("    typeof(global::A.B), \"c\",", 11)]
    public void The_longest_name_of_a_line_has_its_type_arguments(string line, int length) => Assert.Equal(length, LongestName(line));

    private static IEnumerable<string> Lines(IEnumerable<string> sources) =>
        GeneratorRun.Of(TestCompilation.Create(LanguageVersion.CSharp14, sources), new StateGenerator(), new HistoryProviderGenerator()).Sources.Values
            .SelectMany(text => text.Replace(VeryLongName, "", StringComparison.Ordinal).Split('\n'));

    /// <summary>The length of the longest name of a type, with its type arguments, as generated code writes names: from <c>global::</c> on.</summary>
    private static int LongestName(string line)
    {
        var longest = 0;
        for (var start = line.IndexOf("global::", StringComparison.Ordinal); start >= 0; start = line.IndexOf("global::", start + 1, StringComparison.Ordinal))
        {
            longest = Math.Max(longest, EndOfName(line, start) - start);
        }

        return longest;
    }

    private static int EndOfName(string line, int start)
    {
        var depth = 0;
        for (var index = start; index < line.Length; index++)
        {
            depth += line[index] == '<' ? 1 : line[index] == '>' ? -1 : 0;
            if (depth < 0 || (depth == 0 && line[index] is '(' or ')' or ' ' or ',' or ';'))
            {
                return index;
            }
        }

        return line.Length;
    }
}
