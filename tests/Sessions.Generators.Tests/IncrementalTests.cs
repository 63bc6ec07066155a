using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

public class IncrementalTests
{
    private const string First = """
        namespace App;
        [AgentSessionState] public sealed partial record First : Base { public int A { get; init; } public Nested? Nested { get; init; } }
        """;

    private const string Second = """
        namespace App;
        [AgentSessionState] public sealed partial record Second { public string? B { get; init; } public ChatMessage? Last { get; init; } }
        """;

    private const string Provider = """
        namespace App;
        [HistoryProvider("database")] public sealed partial class Provider
        {
            public List<ChatMessage> GetMessagesAsync(Second? second) => throw new NotSupportedException($"{second}");
            public void SaveMessagesAsync(List<ChatMessage> messages) => throw new NotSupportedException($"{messages}");
        }
        [HistoryProvider("audit", LoadMessages = false)] public sealed partial class Audit
        {
            public void SaveMessagesAsync(List<ChatMessage> messages) => throw new NotSupportedException($"{messages}");
        }
        """;

    private const string Others = """
        namespace App;
        public record Base { public long Inherited { get; init; } }
        public class Nested { public int Value { get; set; } }
        public static class Unrelated { public static int F() => 1; }
        """;

    private static readonly string[] Sources = [First, Second, Provider, Others];

    public static TheoryData<string> StepNames() =>
        [.. typeof(TrackingNames).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => (string)field.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(StepNames))]
    public void An_unrelated_edit_leaves_every_step_as_it_was(string step)
    {
        var compilation = TestCompilation.Create(Sources);
        var run = Generate.From(compilation).Again(compilation.Edit("Source3.cs", text => text.Replace("=> 1", "=> 2", StringComparison.Ordinal)));

        Assert.NotEmpty(run.Steps[step]);
        Assert.All(run.Steps[step], reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{step}: {reason}"));
    }

    [Theory]
    [InlineData("Source3.cs", "=> 1", "=> 2", "")]
    [InlineData("Source0.cs", "namespace App;", "namespace App; // comment", "")]
    [InlineData("Source0.cs", "int A { get; init; }", "int A { get; init; } = 5", "", ";")]
    [InlineData("Source2.cs", "throw new NotSupportedException($\"{second}\")", "[]", "")]
    [InlineData("Source0.cs", "int A", "long A", "App.First.State")]
    [InlineData("Source1.cs", "[AgentSessionState]", "[AgentSessionState(Key = \"k\")]", "App.Second.State")]
    [InlineData("Source1.cs", "[AgentSessionState]", "[AgentSessionState(Version = 2)]", "App.Second.State")]
    [InlineData("Source1.cs", "string? B { get; init; }", "string? B { get; init; } [StateMigration(From = 1)] private static void Step(JsonObject s) => s.Clear();", "")]
    [InlineData("Source3.cs", "long Inherited", "int Inherited", "App.First.State")]
    [InlineData("Source3.cs", "int Value", "string? Value", "App.First.State")]
    [InlineData("Source2.cs", "\"database\"", "\"other\"", "App.Provider.History App.Provider.Registration AssemblyRegistration")]
    [InlineData("Source2.cs", "Second? second", "Second second", "App.Provider.History")]
    public void An_edit_writes_anew_what_depends_on_it_alone(string path, string before, string after, string expected, string end = "")
    {
        var compilation = TestCompilation.Create(Sources);
        var first = Generate.From(compilation);
        var second = first.Again(compilation.Edit(path, text => text.Replace(before, after + end, StringComparison.Ordinal)));

        Assert.Equal(first.Sources.Keys, second.Sources.Keys);
        var changed = second.Sources.Where(source => source.Value != first.Sources[source.Key]).Select(source => Name(source.Key));
        Assert.Equal(expected, string.Join(' ', changed.Order(StringComparer.Ordinal)));

        // What is the same object was not written again. (The driver parses all texts anew; hosts compare the texts.)
        var types = expected.Split(' ').Select(Type).ToList();
        var kept = second.Sources.Keys.Where(name => !types.Contains(Type(Name(name)))).ToList();
        Assert.NotEmpty(kept);
        Assert.All(kept, name => Assert.Same(Text(first, name), Text(second, name)));
    }

    [Fact]
    public void The_language_version_decides_on_the_files_with_accessors_alone()
    {
        var newer = Generate.From(LanguageVersion.CSharp14, Sources);
        var older = Generate.From(LanguageVersion.CSharp13, Sources);

        var changed = newer.Sources.Where(source => source.Value != older.Sources[source.Key]).Select(source => Name(source.Key));
        Assert.Equal(["App.First.State", "App.Second.State"], changed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_order_of_the_files_does_not_matter()
    {
        var compilation = TestCompilation.Create(
        [
            .. Sources,
            "namespace App; [AgentSessionState] public sealed partial record Split { public int A { get; init; } }",
            "namespace App; public sealed partial record Split { public string? B { get; init; } public Nested? C { get; init; } }",
        ]);
        var reversed = compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees.Reverse());

        Assert.Equal(
            Generate.From(compilation).Sources.OrderBy(source => source.Key, StringComparer.Ordinal),
            Generate.From(reversed).Sources.OrderBy(source => source.Key, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(StepNames))]
    public void Equal_sources_give_equal_models(string step)
    {
        var first = Generate.From(TestCompilation.Create(Sources)).Models(step).ToList();

        Assert.NotEmpty(first);
        Assert.Equal(first, Generate.From(TestCompilation.Create(Sources)).Models(step));
    }

    [Theory]
    [MemberData(nameof(StepNames))]
    public void Models_hold_values_only(string step)
    {
        var models = Generate.From(TestCompilation.Create(Sources)).Models(step).ToList();

        Assert.NotEmpty(models);
        Assert.All(models, model => Assert.Null(ObjectGraph.Find(model, held => held is ISymbol or SyntaxNode or SyntaxTree or Compilation or SemanticModel or Location or Diagnostic)));
    }

    private static SourceText Text(GeneratorRun run, string hintName) =>
        run.Result.Results.SelectMany(result => result.GeneratedSources).Single(source => source.HintName == hintName).SourceText;

    // App.First.0a1b2c3d.State.g.cs is App.First.State.
    private static string Name(string hintName) => hintName.Split('.') is [.. var type, { Length: 8 }, var part, "g", "cs"]
        ? $"{string.Join('.', type)}.{part}"
        : hintName.Replace(".g.cs", "", StringComparison.Ordinal);

    private static string Type(string name) => name[..Math.Max(0, name.LastIndexOf('.'))];
}
