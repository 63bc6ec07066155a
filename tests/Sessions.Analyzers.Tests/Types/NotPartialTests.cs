using Sessions.Analyzers.Types;
using Sessions.CodeFixes;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Types;

public sealed class NotPartialTests
{
    private const string Methods = """
        public Task<IReadOnlyList<ChatMessage>> GetMessagesAsync(string id) => throw new NotSupportedException(id);
            public Task SaveMessagesAsync(string id, IReadOnlyList<ChatMessage> messages) => throw new NotSupportedException(id + messages.Count);
        """;

    private static readonly AnalyzerTest Test = new(new AnnotatedTypeAnalyzer(), Generators.All);
    private static readonly CodeFixTest Fix = new(Test, new MakePartialFix());

    [Theory]
    [InlineData("public sealed record")]
    [InlineData("sealed class")]
    [InlineData("internal record class")]
    public Task State_type_is_reported(string kind) => Test.Reports(
        $"[AgentSessionState] {kind} {{|SESS001:Preferences|}};",
        ["Type 'Preferences' must be partial because it has [AgentSessionState]"]);

    [Fact]
    public Task History_provider_is_reported() => Test.Reports(
        $$"""[HistoryProvider("a")] class {|SESS101:Database|} { {{Methods}} }""",
        ["Type 'Database' must be partial because it has [HistoryProvider]"]);

    [Theory]
    [InlineData("class")]
    [InlineData("static class")]
    [InlineData("struct")]
    [InlineData("record")]
    [InlineData("interface")]
    public Task Container_is_reported_once(string kind) => Test.Reports(
        $$"""
        {{kind}} {|SESS001:Outer|}
        {
            partial class Middle
            {
                [AgentSessionState] internal partial record First;
                [AgentSessionState] internal partial record Second;
            }
        }
        """,
        ["Type 'Outer' must be partial because it contains 'First', which has [AgentSessionState]"]);

    [Fact]
    public Task Every_type_that_lacks_it_is_reported() => Test.Reports(
        """
        class {|SESS001:Outer|}
        {
            [AgentSessionState]
            internal record {|SESS001:Inner|};
        }
        """,
        ["Type 'Outer' must be partial because it contains 'Inner', which has [AgentSessionState]", "Type 'Inner' must be partial because it has [AgentSessionState]"]);

    [Theory]
    [InlineData("[AgentSessionState] partial record Preferences;")]
    [InlineData("partial class Outer { [AgentSessionState] internal partial record Inner; }")]
    [InlineData("record Preferences;")]
    [InlineData("class Outer { class Inner { } }")]
    [InlineData("[My] class Preferences; class MyAttribute : Attribute;")]
    public Task Type_that_is_fine_or_not_annotated_is_not(string source) => Test.IsSilent(source);

    [Fact]
    public Task Fix_makes_every_type_partial() => Fix.Fixes(
        $$"""
        namespace My;

        /// <summary>Outer.</summary>
        class {|SESS001:Outer|}
        {
            // Inner.
            [AgentSessionState]
            public sealed record {|SESS001:Inner|}(string Name);
        }

        [HistoryProvider("a")]
        public sealed class {|SESS101:Database|}
        {
            {{Methods}}
        }
        """,
        $$"""
        namespace My;

        /// <summary>Outer.</summary>
        partial class Outer
        {
            // Inner.
            [AgentSessionState]
            public sealed partial record Inner(string Name);
        }

        [HistoryProvider("a")]
        public sealed partial class Database
        {
            {{Methods}}
        }
        """);

    [Fact]
    public Task Fix_reaches_every_declaration_of_a_type() => Fix.Fixes(
        [
            "partial class Outer { [AgentSessionState] internal partial record Inner; }",
            "/* Other file. */ internal class {|CS0260:{|SESS001:Outer|}|} { }",
            "class {|CS0260:Outer|};",
        ],
        [
            "partial class Outer { [AgentSessionState] internal partial record Inner; }",
            "/* Other file. */ internal partial class Outer { }",
            "partial class Outer;",
        ]);
}
