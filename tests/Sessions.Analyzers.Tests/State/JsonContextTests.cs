using Sessions.Analyzers.State;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.State;

public sealed class JsonContextTests
{
    private const string Members = """
        public static readonly AppJson Default = new();
        protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
        public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
        """;

    private static readonly AnalyzerTest Test = new(new JsonContextAnalyzer(), Generators.All);

    [Theory]
    [InlineData("class AppJson;", "it is not a class that derives from JsonSerializerContext and can be made")]
    [InlineData("abstract class AppJson() : JsonSerializerContext(null);", "it is not a class that derives from JsonSerializerContext and can be made")]
    [InlineData("class AppJson() : JsonSerializerContext(null) { " + Members + " }", "it has no metadata for 'Preferences'; make it partial and add [JsonSerializable(typeof(Preferences))]")]
    [InlineData("[JsonSerializable(typeof(Uri))] partial class AppJson() : JsonSerializerContext(null) { " + Members + " }", "it has no metadata for 'Preferences'; make it partial and add [JsonSerializable(typeof(Preferences))]")]
    public Task Context_that_lacks_the_type_is_reported(string context, string reason) => Test.Reports(
        Source("[|typeof(AppJson)|]", context),
        [$"'AppJson' cannot be the JsonContext of session state 'Preferences': {reason}"]);

    [Theory]
    [InlineData("int[]", "int[]")]
    [InlineData("List<>", "List<>")]
    [InlineData("string", "string")]
    public Task Type_that_is_no_context_is_reported(string type, string name) => Test.Reports(
        Source($"[|typeof({type})|]", ""),
        [$"'{name}' cannot be the JsonContext of session state 'Preferences': it is not a class that derives from JsonSerializerContext and can be made"]);

    [Theory]
    [InlineData("typeof(AppJson)", "class AppJson() : JsonSerializerContext(null) { public static AppJson Default { get; } = new(); protected override JsonSerializerOptions? GeneratedSerializerOptions => null; public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null; }")]
    [InlineData("null", "class AppJson;")]
    [InlineData("typeof(AppJson), Transient = true", "class AppJson;")]
    public Task Context_that_has_the_type_is_not(string argument, string context) => Test.IsSilent(Source(argument, context));

    private static string Source(string argument, string context) =>
        $"using System.Text.Json.Serialization; [AgentSessionState(JsonContext = {argument})] partial record Preferences {{ public int A {{ get; set; }} }} {context}";
}
