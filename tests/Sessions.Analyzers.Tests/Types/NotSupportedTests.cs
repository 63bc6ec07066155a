using Sessions.Analyzers.Types;
using Sessions.Generators;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Types;

public sealed class NotSupportedTests
{
    private static readonly AnalyzerTest Test = new(new AnnotatedTypeAnalyzer(), Generators.All);

    [Theory]
    [InlineData("static partial class {|SESS002:Preferences|};", "a static class has no instances; remove 'static'")]
    [InlineData("abstract partial record {|SESS002:Preferences|};", "an abstract class has no instances of its own; annotate the classes that derive from it")]
    [InlineData("file partial record {|SESS002:Preferences|};", "generated code is in another file and cannot see a file-local type; make it internal")]
    [InlineData("partial record {|SESS002:Preferences|}<T>;", "it is generic, and generated code is for one type; annotate a class without type parameters")]
    [InlineData("record {|SESS002:Preferences|}<T>;", "it is generic, and generated code is for one type; annotate a class without type parameters")]
    public Task Kind_of_state_that_is_refused_is_reported(string declaration, string reason) => Test.Reports(
        "[AgentSessionState] " + declaration,
        ["Type 'Preferences' cannot have [AgentSessionState]: " + reason]);

    [Fact]
    public Task State_in_a_generic_type_is_reported_alone() => Test.Reports(
        "class Outer<T> { [AgentSessionState] internal record {|SESS002:Preferences|}; }",
        ["Type 'Preferences' cannot have [AgentSessionState]: it is nested in a generic type; move it out of there"]);

    [Theory]
    [InlineData("partial record {|SESS103:Database|};", "a record cannot derive from HistoryProvider, which is a class; make it a class")]
    [InlineData("abstract partial class {|SESS103:Database|};", "an abstract class has no instances of its own; annotate the classes that derive from it")]
    [InlineData("partial class {|SESS103:Database|} : System.IO.MemoryStream;", "its base class 'MemoryStream' is not a HistoryProvider; remove the base class or derive it from HistoryProvider")]
    public Task Kind_of_history_provider_that_is_refused_is_reported(string declaration, string reason) => Test.Reports(
        "[HistoryProvider(\"a\")] " + declaration,
        ["Type 'Database' cannot have [HistoryProvider]: " + reason]);

    [Theory]
    [InlineData("[AgentSessionState] partial record Preferences;")]
    [InlineData("[AgentSessionState] sealed partial class Preferences : Base; abstract class Base;")]
    [InlineData("abstract record Preferences<T>;")]
    [InlineData("partial interface IOuter { [AgentSessionState] partial record Preferences; }")]
    [InlineData("""
        [HistoryProvider("a")]
        partial class Database : HistoryProvider
        {
            protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken) => default;
            protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) => default;
        }
        """)]
    public Task Kind_that_is_supported_is_not(string source) => Test.IsSilent(source);

    [Fact]
    public void Every_refusal_is_explained_that_the_compiler_does_not_explain()
    {
        var type = TestCompilation.Create("class Preferences;").GetTypeByMetadataName("Preferences")!;
        var unexplained = Enum.GetValues<TypeRefusal>().Where(refusal => TypeRefusalText.Explain(refusal, type) is null);
        Assert.Equal([TypeRefusal.None, TypeRefusal.NotAClass, TypeRefusal.Struct, TypeRefusal.RefStruct, TypeRefusal.Nameless], unexplained);
    }
}
