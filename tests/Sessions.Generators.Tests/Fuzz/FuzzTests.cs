using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Sessions.Analyzers;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests.Fuzz;

/// <summary>
/// Random files: no generator and no analyzer fails; what compiles still compiles with what is generated, without a warning more;
/// and what no rule reports is read and written as reflection does.
/// </summary>
public class FuzzTests(ITestOutputHelper output)
{
    private static readonly LanguageVersion[] Languages = [LanguageVersion.CSharp12, LanguageVersion.CSharp13, LanguageVersion.CSharp14];

    /// <summary>The files are added to one compilation a language, whose references are bound once.</summary>
    private static readonly Dictionary<LanguageVersion, CSharpCompilation> Helpers = Languages.ToDictionary(
        language => language,
        language => TestCompilation.Create(language, FuzzedHelpers.Source).WithOptions(TestCompilation.Options.WithAllowUnsafe(true)));

    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(SessionsAnalyzer).Assembly.GetTypes()
            .Where(type => typeof(DiagnosticAnalyzer).IsAssignableFrom(type) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    [Fact]
    public async Task Random_files_fail_nothing_and_compile_as_they_did()
    {
        var outcomes = new List<Outcome>();
        var failures = new List<string>();
        for (var seed = 0; seed < TestScale.Of(2_000); seed++)
        {
            var language = Languages[seed % Languages.Length];
            var files = FuzzedSource.Of(seed, language);
            try
            {
                outcomes.Add(await RunAsync(files, language));
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                failures.Add($"Seed {seed} in {language}: {exception}\n{string.Join("\n// ---- second file ----\n", files)}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} files fail, among them:\n{string.Join("\n", failures.Take(40))}");
        var compiled = outcomes.Count(outcome => outcome.Compiles);
        var clean = outcomes.Count(outcome => outcome is { Compiles: true, IsReported: false });
        var values = outcomes.Sum(outcome => outcome.Values);
        output.WriteLine($"{outcomes.Count} compilations: {compiled} compile, {clean} of them without a report of ours; {values} types read and written.");
        Assert.True(compiled > outcomes.Count / 3 && clean > outcomes.Count / 10 && values > 0, "The grammar makes too few files that are right.");
    }

    private static async Task<Outcome> RunAsync(string[] files, LanguageVersion language)
    {
        var input = Helpers[language].AddSyntaxTrees(files.Select((file, index) =>
            CSharpSyntaxTree.ParseText(SourceText.From(file, System.Text.Encoding.UTF8), TestCompilation.ParseOptions(language), $"Fuzzed{index}.cs")));
        var run = Generate.From(input);
        AssertNone(run.Result.GeneratedTrees.SelectMany(tree => tree.GetDiagnostics(TestContext.Current.CancellationToken)));
        var reports = await AnalyzerTest.Diagnose(run.Output, Analyzers);
        var before = Problems(input);
        var compiles = !before.Values.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        if (compiles)
        {
            AssertNone(Problems(run.Output).Where(problem => !before.ContainsKey(problem.Key)).Select(problem => problem.Value));
        }

        return new(compiles, !reports.IsEmpty, compiles && reports.IsEmpty ? FuzzedState.AssertReadAndWritten(run.Output) : 0);
    }

    private static void AssertNone(IEnumerable<Diagnostic> diagnostics)
    {
        var description = CompilationAssert.Describe(diagnostics);
        Assert.True(description.Length == 0, description);
    }

    private static Dictionary<string, Diagnostic> Problems(CSharpCompilation compilation) => compilation.GetDiagnostics(TestContext.Current.CancellationToken)
        .Where(CompilationAssert.IsFailure)
        .DistinctBy(diagnostic => diagnostic.ToString())
        .ToDictionary(diagnostic => diagnostic.ToString(), StringComparer.Ordinal);

    private sealed record Outcome(bool Compiles, bool IsReported, int Values);
}
