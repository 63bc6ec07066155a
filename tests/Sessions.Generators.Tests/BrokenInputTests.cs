using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

public class BrokenInputTests
{
    private const string Fixture = """
        using System.Text.Json.Serialization;
        namespace App.@namespace
        {
            public partial class Outer
            {
                [AgentSessionState(Key = "travel", Accessor = "Travel", Version = 2)]
                public sealed partial record Prefs(string Name, [property: JsonPropertyName("n")] int Number = 3) : Base<int>
                {
                    [JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))] public DayOfWeek Day { get; init; } = DayOfWeek.Monday;
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public required Dictionary<string, List<Part?>>? Parts { get; set; }
                    [StateMigration(From = 1)] private static void Step(JsonObject state) => state.Clear();
                    [JsonInclude] private ImmutableArray<(int, ChatMessage)> _pairs = [];
                }
            }
            public abstract record Base<T> { public T? Value { get; set; } }
            [JsonDerivedType(typeof(Left), "left")] public abstract class Part { public Part? Next { get; set; } }
            public class Left : Part { [JsonConstructor] internal Left(int size, string @class = "x") { } public int Size { get; } public string Class { get; } = ""; }
            [HistoryProvider("database", StoreInputs = false)]
            public sealed partial class Provider(IDisposable db) : HistoryProvider, IDisposable
            {
                public async Task<IReadOnlyList<ChatMessage>> GetMessagesAsync(string id, Outer.Prefs? prefs, CancellationToken ct = default) { await Task.Yield(); return []; }
                public ValueTask SaveMessagesAsync(in SessionKey key, params ChatMessage[] messages) => default;
                public void Dispose() => db.Dispose();
            }
        }
        """;

    private static readonly int[] Ends = [.. CSharpSyntaxTree.ParseText(Fixture, TestCompilation.ParseOptions(LanguageVersion.CSharp14)).GetRoot().DescendantTokens().Select(token => token.Span.End)];

    [Fact]
    public void No_beginning_of_a_file_makes_a_generator_throw()
    {
        // A run fails by itself when a generator throws.
        var compilation = TestCompilation.Create("");
        var run = Generate.From(compilation);
        foreach (var end in Ends)
        {
            compilation = compilation.ReplaceSyntaxTree(
                compilation.SyntaxTrees.Single(tree => tree.FilePath == "Source0.cs"),
                CSharpSyntaxTree.ParseText(Fixture[..end], TestCompilation.ParseOptions(LanguageVersion.CSharp14), "Source0.cs", System.Text.Encoding.UTF8));
            run = run.Again(compilation);
        }

        Assert.NotEmpty(run.Sources);
    }

    [Fact]
    public void No_missing_token_makes_a_generator_throw_or_its_text_be_wrong()
    {
        var start = 0;
        foreach (var end in Ends)
        {
            var run = Generate.From(TestCompilation.Create(Fixture[..start] + Fixture[end..]));
            start = end;
            foreach (var tree in run.Result.GeneratedTrees)
            {
                Assert.Equal("", CompilationAssert.Describe(tree.GetDiagnostics(TestContext.Current.CancellationToken)));
            }
        }
    }

    [Theory]
    [InlineData("[AgentSessionState] public partial record P { public Missing? A { get; set; } public List<Missing> B { get; set; } = []; public Missing<int>[] C { get; set; } = []; }")]
    [InlineData("[AgentSessionState(Key = Missing.Key)] public partial record P { public int A { get; set; } }")]
    [InlineData("[AgentSessionState(Unknown = 1)] public partial record P { public int A { get; set; } }")]
    [InlineData("[AgentSessionState(Key = 5)] public partial record P { public int A { get; set; } }")]
    [InlineData("[AgentSessionState] public partial record P : Missing { public int A { get; set; } }")]
    [InlineData("[AgentSessionState] public partial record P(Missing A, int B);")]
    [InlineData("[AgentSessionState] public partial record P { public int A { get; set; } public int A { get; set; } }")]
    [InlineData("[AgentSessionState] [AgentSessionState] public partial record P { public int A { get; set; } }")]
    [InlineData("[AgentSessionState] public partial record P { [System.Text.Json.Serialization.JsonConverter(typeof(Missing))] public int A { get; set; } }")]
    [InlineData("[AgentSessionState(JsonContext = typeof(Missing))] public partial record P { public int A { get; set; } }")]
    [InlineData("[AgentSessionState(JsonContext = typeof(List<>))] public partial record P { public int A { get; set; } }")]
    [InlineData("[AgentSessionState(JsonContext = typeof(int[]))] public partial record P { public int A { get; set; } }")]
    [InlineData("[AgentSessionState(Version = \"2\", Transient = 1)] public partial record P { public int A { get; set; } }")]
    [InlineData("[AgentSessionState(Version = 2)] public partial record P { [StateMigration(From = 1)] private static void Step(Missing state) { } }")]
    [InlineData("[AgentSessionState(Version = 2)] public partial record P { [StateMigration(From = 1)] private static void (JsonObject state) { } }")]
    [InlineData("[HistoryProvider] public partial class P { public List<ChatMessage> GetMessagesAsync() => []; public void SaveMessagesAsync(List<ChatMessage> messages) { } }")]
    [InlineData("[HistoryProvider(null!)] public partial class P { public List<ChatMessage> GetMessagesAsync(Missing missing) => []; public Missing SaveMessagesAsync(List<ChatMessage> messages) => null!; }")]
    [InlineData("[HistoryProvider(\"a\")] public partial class P : Missing { public List<ChatMessage> GetMessagesAsync() => []; public void SaveMessagesAsync(List<ChatMessage> messages) { } }")]
    [InlineData("[HistoryProvider(\"a\")] public partial class P { public Task<Missing> GetMessagesAsync() => null!; public void SaveMessagesAsync(List<Missing> messages) { } }")]
    public void What_is_wrong_is_wrong_in_the_source_alone(string source)
    {
        var run = Generate.From(source);

        Assert.All(
            run.Output.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id != "CS1591"),
            diagnostic => Assert.Equal("Source0.cs", diagnostic.Location.SourceTree?.FilePath));
    }
}
