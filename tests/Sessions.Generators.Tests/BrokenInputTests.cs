using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sessions.Roslyn;
using Sessions.Shapes;

namespace Sessions.Generators.Tests;

public class BrokenInputTests(ITestOutputHelper output)
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

    [Fact]
    public void No_beginning_of_a_file_makes_a_generator_throw_or_its_text_be_wrong()
    {
        // A run fails by itself when a generator throws.
        var compilation = TestCompilation.Create("", MemberTypes.Source);
        var run = Generate.From(compilation);
        var (files, cuts, compiled) = (0, 0, 0);
        foreach (var file in Files())
        {
            files++;
            foreach (var end in Ends(file))
            {
                compilation = compilation.Edit("Source0.cs", _ => file[..end]);
                run = run.Again(compilation);
                compiled += AssertCompilesAsBefore(compilation, run) ? 1 : 0;
                cuts++;
            }
        }

        output.WriteLine($"{files} files, cut at {cuts} tokens: {compiled} beginnings compile.");
        Assert.InRange(compiled, files, cuts);
    }

    [Fact]
    public void No_missing_token_makes_a_generator_throw_or_its_text_be_wrong()
    {
        var start = 0;
        foreach (var end in Ends(Fixture))
        {
            var compilation = TestCompilation.Create(Fixture[..start] + Fixture[end..]);
            var run = Generate.From(compilation);
            start = end;
            AssertCompilesAsBefore(compilation, run);
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

    /// <summary>A file with everything in it, and shapes of state types: at full scale, all of them.</summary>
    private static IEnumerable<string> Files() => TestScale.Sample(ShapeCase.All).Select(shape => shape.Source).Prepend(Fixture);

    private static IEnumerable<int> Ends(string file) =>
        SyntaxFactory.ParseTokens(file).Select(token => token.Span.End).Distinct();

    /// <summary>Whether what was written compiles; then it does with what is generated.</summary>
    private static bool AssertCompilesAsBefore(CSharpCompilation input, GeneratorRun run)
    {
        var compiles = !input.SyntaxTrees.Any(tree => Errors(tree.GetDiagnostics(TestContext.Current.CancellationToken)).Any())
            && !Errors(input.GetDiagnostics(TestContext.Current.CancellationToken)).Any();
        if (compiles)
        {
            Assert.Equal("", CompilationAssert.Describe(Errors(run.Output.GetDiagnostics(TestContext.Current.CancellationToken))));
        }

        return compiles;
    }

    private static IEnumerable<Diagnostic> Errors(IEnumerable<Diagnostic> diagnostics) => diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
