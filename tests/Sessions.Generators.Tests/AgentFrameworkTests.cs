using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

/// <summary>State types in a project that references the package for Microsoft Agent Framework.</summary>
public partial class AgentFrameworkTests
{
    private const string Preferences = """
        namespace App;
        [AgentSessionState] public sealed partial record TravelPreferences { public string? UserName { get; init; } }
        """;

    private const string TheirSession = """
        public sealed class TheirSession : Microsoft.Agents.AI.AgentSession;
        """;

    private static CSharpCompilation Create(LanguageVersion languageVersion, params IEnumerable<string> sources) =>
        TestCompilation.Create(languageVersion, sources).AddReferences(TestCompilation.AgentFrameworkReferences);

    private static GeneratorRun Run(params IEnumerable<string> sources) => Generate.From(Create(LanguageVersion.CSharp14, sources));

    private static string Accessors(GeneratorRun run) =>
        Version().Replace(run.Source("State.g.cs")[run.Source("State.g.cs").IndexOf("    /// <summary>Reads and writes a session's", StringComparison.Ordinal)..], "VERSION");

    [Fact]
    public void The_generated_text_is_the_approved_one()
    {
        var run = Run(Preferences);

        run.Output.AssertCompiles();
        Snapshot.Verify(Accessors(run), "Accessors");
    }

    [Fact]
    public void Without_a_default_the_text_is_the_approved_one()
    {
        var run = Run("namespace App; [AgentSessionState] public sealed partial record Account(string Number);");

        run.Output.AssertCompiles();
        Snapshot.Verify(Accessors(run), "NoDefault");
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp14, "session.TravelPreferences = session.TravelPreferences with { UserName = session.TravelPreferences.UserName + \"!\" };", "Ann!")]
    [InlineData(LanguageVersion.CSharp12, "", "Ann")]
    public async Task The_same_accessors_work_on_both_kinds_of_sessions_in_one_project(LanguageVersion languageVersion, string property, string expected)
    {
        string Program(string name, string type, string @new) => $$"""
            using App;
            public static class {{name}}
            {
                public static string Run()
                {
                    {{type}} session = new {{@new}}();
                    var absent = !session.TryGetTravelPreferences(out _) && session.GetTravelPreferences().UserName is null;
                    session.SetTravelPreferences(new() { UserName = "An" });
                    session.UpdateTravelPreferences(preferences => preferences with { UserName = preferences.UserName + "n" });
                    {{property}}
                    var name = session.TryGetTravelPreferences(out var stored) ? stored.UserName : null;
                    return $"{absent} {name} {session.ClearTravelPreferences()} {session.ClearTravelPreferences()}";
                }
            }
            """;
        using var assembly = new LoadedAssembly(Generate.From(Create(
            languageVersion,
            Preferences,
            Program("Ours", "Sessions.Agents.AgentSession", "TestSession"),
            "using Microsoft.Agents.AI;\n" + Program("Theirs", "Microsoft.Agents.AI.AgentSession", "TheirSession"),
            AccessorTests.Session,
            TheirSession)).Output);

        Assert.Equal($"True {expected} True False", await assembly.RunAsync("Ours", "Run"));
        Assert.Equal($"True {expected} True False", await assembly.RunAsync("Theirs", "Run"));
    }

    [Fact]
    public async Task A_type_of_any_shape_has_them()
    {
        using var assembly = new LoadedAssembly(Run(
            """
            using App.Inner;
            using Session = Microsoft.Agents.AI.AgentSession;
            public static class Program
            {
                public static (int, string, string?, int) Run()
                {
                    Session session = new TheirSession();
                    session.SetNested(new() { Size = 3 });
                    session.UpdateAccount(account => account ?? new Account("7"));
                    session.SetTravel(new() { @class = "first" });
                    return (session.GetNested().Size, session.GetAccount()!.Number, session.GetTravel().@class, session.GetGlobal().Size);
                }
            }
            """,
            "namespace App.Inner; public static partial class Outer { [AgentSessionState] internal sealed partial class Nested { public int Size { get; set; } } }",
            "namespace App.Inner { [AgentSessionState] public sealed partial record Account(string Number); }",
            "namespace App.Inner { [AgentSessionState(Accessor = \"Travel\", Key = \"a b\")] internal sealed partial record Preferences { public string? @class { get; init; } [AgentSessionState] private sealed partial record Hidden; } }",
            "[AgentSessionState(Transient = true)] public sealed partial record Global { public int Size { get; init; } = 5; }",
            TheirSession).Output);

        Assert.Equal((3, "7", "first", 5), await assembly.RunAsync("Program", "Run"));
    }

    [Theory]
    [InlineData("Sessions.AgentFramework.dll")]
    [InlineData("Microsoft.Agents.AI.Abstractions.dll")]
    public void Half_of_what_they_need_is_not_enough(string missing)
    {
        var compilation = Create(LanguageVersion.CSharp14, Preferences);
        var half = compilation.RemoveReferences(compilation.References.Where(reference => Path.GetFileName(reference.Display) == missing));
        Assert.NotEqual(compilation.References.Count(), half.References.Count());

        Assert.Equal(Generate.From(Preferences).Source("State.g.cs"), Generate.From(half).Source("State.g.cs"));
    }

    [Fact]
    public void An_unrelated_edit_leaves_them_and_a_reference_that_comes_or_goes_writes_them_anew()
    {
        var compilation = Create(LanguageVersion.CSharp14, Preferences, "static class Unrelated { public static int F() => 1; }");
        var first = Generate.From(compilation);

        var edited = first.Again(compilation.Edit("Source1.cs", text => text.Replace("=> 1", "=> 2", StringComparison.Ordinal)));
        Assert.NotEmpty(edited.Steps[TrackingNames.States]);
        Assert.All(edited.Steps[TrackingNames.States], reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{reason}"));

        var gone = edited.Again(compilation.RemoveReferences(TestCompilation.AgentFrameworkReferences));
        Assert.Contains(IncrementalStepRunReason.Modified, gone.Steps[TrackingNames.States]);
        Assert.Equal(Generate.From(Preferences).Source("State.g.cs"), gone.Source("State.g.cs"));
        Assert.Equal(first.Source("State.g.cs"), gone.Again(compilation).Source("State.g.cs"));
    }

    [Fact]
    public void Models_hold_values_only()
    {
        var models = Run(Preferences).Models(TrackingNames.States).ToList();

        Assert.NotEmpty(models);
        Assert.Equal(models, Run(Preferences).Models(TrackingNames.States));
        Assert.All(models, model => Assert.Null(ObjectGraph.Find(model, held => held is ISymbol or SyntaxNode or SyntaxTree or Compilation or SemanticModel or Location or Diagnostic)));
    }

    [GeneratedRegex("""(?<=GeneratedCode\("Sessions\.Generators", ")[\d.]+(?="\))""")]
    private static partial Regex Version();
}
