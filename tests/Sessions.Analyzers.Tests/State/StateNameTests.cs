using Sessions.Analyzers.State;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.State;

public sealed class StateNameTests
{
    private static readonly AnalyzerTest Test = new(new StateNameAnalyzer(), Generators.All);

    [Theory]
    [InlineData("namespace A { [AgentSessionState] public partial record {|SESS009:P|}; } namespace B { [AgentSessionState] public partial record {|SESS009:P|}; }", "P", "A.P", "P", "B.P", "P")]
    [InlineData("namespace A; [AgentSessionState(Key = \"k\")] public partial record {|SESS009:P|}; [AgentSessionState(Key = \"k\")] public partial record {|SESS009:Q|};", "P", "A.P", "Q", "A.Q", "k")]
    [InlineData("[AgentSessionState(Transient = true)] public partial record {|SESS009:P|}; [AgentSessionState(Key = \"P\")] public partial record {|SESS009:Q|};", "P", "P", "Q", "Q", "P")]
    [InlineData("partial class O { [AgentSessionState] private partial record {|SESS009:P|}; } [AgentSessionState(Key = \"P\")] public partial record {|SESS009:Q|};", "P", "O.P", "Q", "Q", "P")]
    public Task Types_with_one_key_are_both_reported(string source, string first, string firstName, string second, string secondName, string key) => Test.Reports(
        source,
        [
            $"Session state '{first}' has the key '{key}', which '{secondName}' has too; give one of them another with [AgentSessionState(Key = \"…\")]",
            $"Session state '{second}' has the key '{key}', which '{firstName}' has too; give one of them another with [AgentSessionState(Key = \"…\")]",
        ]);

    [Fact]
    public Task Types_with_one_accessor_in_one_namespace_are_both_reported() => Test.Reports(
        """
        namespace A;

        [AgentSessionState]
        public partial record {|SESS010:Travel|};

        [AgentSessionState(Accessor = {|SESS010:"Travel"|})]
        public partial record Other;
        """,
        [
            "Accessor 'Travel' of session state 'Travel' cannot be used: 'A.Other' has it in the same namespace; name another by Accessor",
            "Accessor 'Travel' of session state 'Other' cannot be used: 'A.Travel' has it in the same namespace; name another by Accessor",
        ]);

    [Theory]
    [InlineData("State", "State")]
    [InlineData("Id", "Id")]
    [InlineData("Tenant", "Tenant")]
    [InlineData("Service", "GetService")]
    [InlineData("HashCode", "GetHashCode")]
    [InlineData("Type", "GetType")]
    public Task Accessor_that_the_session_has_is_reported(string name, string member) => Test.Reports(
        $"namespace A; [AgentSessionState] public partial record [|{name}|];".Replace("[|", "{|SESS010:", StringComparison.Ordinal).Replace("|]", "|}", StringComparison.Ordinal),
        [$"Accessor '{name}' of session state '{name}' cannot be used: '{member}' is a member of AgentSession, which comes first; name another by Accessor"]);

    [Fact]
    public Task Accessor_that_no_extension_property_may_have_is_reported() => Test.Reports(
        "namespace A; [AgentSessionState] public partial record {|SESS010:AgentSession|};",
        ["Accessor 'AgentSession' of session state 'AgentSession' cannot be used: an extension property cannot have the name of the type that it extends; name another by Accessor"]);

    [Fact]
    public Task Accessor_that_no_extension_property_may_have_is_not_where_there_is_none() =>
        Test.IsSilent("namespace A; [AgentSessionState] public partial record AgentSession(string Name);");

    [Fact]
    public Task Accessor_that_is_no_identifier_is_reported() => Test.Reports(
        "[AgentSessionState(Key = \"k\", Accessor = {|SESS010:\"a b\"|})] public partial record P;",
        ["Accessor 'a b' of session state 'P' cannot be used: it is not a C# identifier, and no accessors are generated"]);

    [Theory]
    [InlineData("namespace A { [AgentSessionState] public partial record P; } namespace B { [AgentSessionState(Key = \"B.P\")] public partial record P; }")]
    [InlineData("[AgentSessionState] public partial record P; [AgentSessionState] public partial record p;")]
    [InlineData("[AgentSessionState] public partial record P; public partial record P;")]
    [InlineData("partial class O { [AgentSessionState(Key = \"1\")] private partial record State; [AgentSessionState] private partial record Q; } partial class R { [AgentSessionState(Key = \"2\")] private partial record Q; }")]
    [InlineData("[AgentSessionState] public partial record @class;")]
    [InlineData("[AgentSessionState] public partial record State(string City);")]
    [InlineData("[AgentSessionState(Accessor = \"Mood\")] public partial record State;")]
    [InlineData("public record State; public record P; namespace A { public record P; }")]
    [InlineData("[AgentSessionState] public abstract partial record P; namespace A { [AgentSessionState] public partial record P; }")]
    public Task Names_that_are_free_are_not(string source) => Test.IsSilent(source);
}
