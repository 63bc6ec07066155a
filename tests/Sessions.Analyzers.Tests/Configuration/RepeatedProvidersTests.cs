using Sessions.Analyzers.Configuration;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Configuration;

public sealed class RepeatedProvidersTests
{
    private const string Message = "The agent has two providers 'Memory' of one id, and is refused; give each a key of its own";

    private static readonly AnalyzerTest Test = new(new SharedKeyAnalyzer());

    public static TheoryData<string> Repeated =>
    [
        "[new Memory(), [|new Memory()|]]",
        "new List<AIContextProvider> { new Memory(), [|new Memory()|] }",
        "[new Other(), new Memory(), new Named(\"a\"), [|new Memory()|]]",
    ];

    public static TheoryData<string> Different =>
    [
        "[]",
        "[new Memory()]",
        "[new Memory(), new Other()]",
        "[new Named(\"a\"), new Named(\"b\")]",
        "[new Memory(), new Memory { Key = \"other\" }]",
        "[text.Length > 3 ? new Memory() : new Other(), new Memory()]",
        "[given, given]",
        "new List<AIContextProvider>(16) { new Memory() }",
    ];

    [Theory]
    [MemberData(nameof(Repeated))]
    public Task Provider_that_is_given_twice_is_reported(string list) => Test.Reports(Ours(list), [Message]);

    [Theory]
    [MemberData(nameof(Repeated))]
    public Task Provider_that_is_given_twice_is_reported_on_the_framework(string list) => Test.OnAgentFramework().Reports(Frameworks(list), [Message]);

    [Theory]
    [MemberData(nameof(Different))]
    public Task Providers_that_are_told_apart_are_not(string list) => Test.IsSilent(Ours(list));

    [Theory]
    [MemberData(nameof(Different))]
    public Task Providers_that_are_told_apart_are_not_on_the_framework(string list) => Test.OnAgentFramework().IsSilent(Frameworks(list));

    [Fact]
    public Task Provider_with_ids_of_its_own_is_not() =>
        Test.IsSilent(Ours("[new Numbered(), new Numbered()]") + "\nclass Numbered : AIContextProvider { public override string SourceId { get; } = Guid.NewGuid().ToString(); }");

    private static string Ours(string list) => Program($"new ChatClientAgentOptions {{ Name = text, ContextProviders = {list} }}");

    private static string Frameworks(string list) => Program($"new ChatClientAgentOptions {{ Name = text, AIContextProviders = {list} }}");

    private static string Program(string code) => $$"""
        class Memory : AIContextProvider
        {
            public string Key { get; init; } = "";
        }

        class Other : AIContextProvider;

        class Named(string name) : AIContextProvider
        {
            public string Name => name;
        }

        class Program
        {
            public object Make(AIContextProvider given, string text) => {{code}};
        }
        """;
}
