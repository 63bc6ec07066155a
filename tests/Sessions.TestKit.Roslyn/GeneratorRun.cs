using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;

namespace Sessions.Roslyn;

/// <summary>A run of generators over a compilation: what they wrote, and which of their steps had work to do.</summary>
public sealed class GeneratorRun
{
    private readonly GeneratorDriver _driver;

    private GeneratorRun(GeneratorDriver driver, CSharpCompilation compilation)
    {
        _driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        Output = (CSharpCompilation)output;
        Result = _driver.GetRunResult();
        foreach (var result in Result.Results)
        {
            new DefaultVerifier().True(result.Exception is null && result.Diagnostics.IsEmpty, $"{result.Exception}{CompilationAssert.Describe(result.Diagnostics)}");
        }
    }

    /// <summary>The compilation with what was generated.</summary>
    public CSharpCompilation Output { get; }

    /// <summary>What each generator did.</summary>
    public GeneratorDriverRunResult Result { get; }

    /// <summary>The generated texts by hint name.</summary>
    public IReadOnlyDictionary<string, string> Sources =>
        Result.Results.SelectMany(result => result.GeneratedSources).ToDictionary(source => source.HintName, source => source.SourceText.ToString());

    /// <summary>The one generated text whose hint name ends like this.</summary>
    public string Source(string ending) => Sources.Single(source => source.Key.EndsWith(ending, StringComparison.Ordinal)).Value;

    /// <summary>Why each step's outputs are what they are, by the step's name.</summary>
    public ILookup<string, IncrementalStepRunReason> Steps =>
        (from result in Result.Results
         from step in result.TrackedSteps
         from run in step.Value
         from output in run.Outputs
         select (step.Key, output.Reason)).ToLookup(step => step.Key, step => step.Reason);

    /// <summary>What a step gave on to the next.</summary>
    public IEnumerable<object> Models(string step) =>
        Result.Results
            .Where(result => result.TrackedSteps.ContainsKey(step))
            .SelectMany(result => result.TrackedSteps[step])
            .SelectMany(run => run.Outputs)
            .Select(output => output.Value);

    /// <summary>Runs generators for the first time.</summary>
    public static GeneratorRun Of(CSharpCompilation compilation, params IIncrementalGenerator[] generators)
    {
        var driver = CSharpGeneratorDriver.Create(
            generators.Select(generator => generator.AsSourceGenerator()),
            parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        return new GeneratorRun(driver, compilation);
    }

    /// <summary>Runs the same driver again, as the next keystroke does, or a change of the project.</summary>
    public GeneratorRun Again(CSharpCompilation compilation) => new(_driver.WithUpdatedParseOptions(compilation.SyntaxTrees[0].Options), compilation);
}
