using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sessions.Benchmarks;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

/// <summary>What an edit does in a project of 1,000 annotated types and 100,000 other lines, the one that the benchmark measures.</summary>
public sealed class ThousandTypesTests(ThousandTypesTests.Project project) : IClassFixture<ThousandTypesTests.Project>
{
    private const int Count = 1_000;

    [Fact]
    public void Each_type_has_one_output() => Assert.Equal(Count, project.First.Sources.Count);

    [Fact]
    public void An_unrelated_keystroke_leaves_every_step_and_every_output_as_it_was()
    {
        var run = project.First.Again(project.Compilation.Edit("Other0.cs", text => "// keystroke\n" + text));

        var reasons = run.Steps[TrackingNames.States].ToList();
        Assert.Equal(Count, reasons.Count);
        Assert.All(reasons.Concat(OutputReasons(run)), reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{reason}"));
        Assert.Empty(Written(run));
    }

    /// <summary>To read the types again would allocate more than twice as much.</summary>
    [Theory]
    [InlineData("sum += i * 6", "sum -= i * 6")]
    [InlineData("public class Other0", "// comment\npublic class Other0")]
    public void An_unrelated_keystroke_allocates_what_a_transform_that_does_nothing_does(string before, string after)
    {
        var own = AllocatedByKeystroke(new StateGenerator(), before, after);
        var empty = AllocatedByKeystroke(new EmptyGenerator(), before, after);

        Assert.True(own < empty * 1.1, $"{own} to {empty}");
    }

    [Theory]
    [InlineData("State417.cs", "namespace Project.States;", "namespace Project.States; // comment", "")]
    [InlineData("State417.cs", "string? UserName { get; init; }", "string? UserName { get; /* comment */ init; } // comment", "")]
    [InlineData("State417.cs", "int? Rating", "long? Rating", "State417")]
    [InlineData("State417.cs", "\"name\"", "\"userName\"", "State417")]
    [InlineData("State417.cs", "public int Number", "public long Number", "State417")]
    [InlineData("State417.cs", "[AgentSessionState]", "[AgentSessionState(Version = 2)]", "State417")]
    [InlineData("Base.cs", "int Inherited", "int Inherited { get; init; } public string? Other", "State3 State998")]
    [InlineData("Base.cs", "int Inherited", "/* comment */ int Inherited", "")]
    public void An_edit_writes_anew_exactly_what_depends_on_it(string path, string before, string after, string expected)
    {
        var run = project.First.Again(project.Compilation.Edit(path, text => text.Replace(before, after, StringComparison.Ordinal)));

        Assert.Equal(Count, run.Sources.Count);
        Assert.Equal(expected, string.Join(' ', Written(run)));
    }

    // Each in a compilation of its own, which knows nothing yet.
    private long AllocatedByKeystroke(IIncrementalGenerator generator, string before, string after)
    {
        var edited = project.Compilation.Edit("Other0.cs", text => text.Replace(before, after, StringComparison.Ordinal));
        var driver = CSharpGeneratorDriver.Create(generator).RunGenerators(project.Compilation, TestContext.Current.CancellationToken);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        driver.RunGenerators(edited, TestContext.Current.CancellationToken);
        return GC.GetAllocatedBytesForCurrentThread() - allocated;
    }

    private static List<IncrementalStepRunReason> OutputReasons(GeneratorRun run)
    {
        var reasons = run.Result.Results.SelectMany(result => result.TrackedOutputSteps.Values).SelectMany(steps => steps).SelectMany(step => step.Outputs).Select(output => output.Reason).ToList();
        Assert.True(reasons.Count >= Count);
        return reasons;
    }

    /// <summary>The types whose generated text is another object than before: another object is what was written again.</summary>
    private IEnumerable<string> Written(GeneratorRun run)
    {
        var before = Texts(project.First);
        return Texts(run).Where(text => text.Value != before[text.Key]).Select(text => Regex.Match(text.Key, @"State\d+").Value).Order(StringComparer.Ordinal);
    }

    private static Dictionary<string, object> Texts(GeneratorRun run) =>
        run.Result.Results.SelectMany(result => result.GeneratedSources).ToDictionary(source => source.HintName, object (source) => source.SourceText);

    /// <summary>The project as it is when it is opened, with a base type of two of its types, and what was generated for it.</summary>
    public sealed class Project
    {
        public Project()
        {
            var compilation = new GeneratorInput(Count).Opened().AddSyntaxTrees(CSharpSyntaxTree.ParseText("namespace Project.States; public abstract record Base { public int Inherited { get; init; } }", path: "Base.cs"));
            Compilation = Derive(Derive(compilation, 3), 998);
            First = Generate.From(Compilation);
        }

        internal CSharpCompilation Compilation { get; }

        internal GeneratorRun First { get; }

        private static CSharpCompilation Derive(CSharpCompilation compilation, int number) =>
            compilation.Edit($"State{number}.cs", text => text.Replace($"record State{number}", $"record State{number} : Base", StringComparison.Ordinal));
    }
}
