using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace Sessions.Roslyn;

/// <summary>Runs an analyzer over sources as a build does: generators first, and only over code that compiles.</summary>
public sealed class AnalyzerTest(DiagnosticAnalyzer analyzer, params IIncrementalGenerator[] generators)
{
    private string _globalUsings = TestCompilation.GlobalUsings;
    private IReadOnlyList<MetadataReference> _references = [];

    /// <summary>The same test of sources whose agents and sessions are those of Microsoft Agent Framework, by the same names.</summary>
    public AnalyzerTest OnAgentFramework() => new(analyzer, generators)
    {
        _globalUsings = TestCompilation.AgentFrameworkUsings,
        _references = [.. TestCompilation.AgentFrameworkReferences.Where(reference => !TestCompilation.IsProduct(reference))],
    };

    /// <summary>The same test of sources that have the product's package for Microsoft Agent Framework too.</summary>
    public AnalyzerTest OnAgentFrameworkWithSessions() => new(analyzer, generators)
    {
        _globalUsings = TestCompilation.AgentFrameworkUsings + "global using Sessions.AgentFramework;",
        _references = TestCompilation.AgentFrameworkReferences,
    };

    /// <summary>Asserts that exactly what is marked is reported, with these messages, in the order of their places.</summary>
    /// <param name="marked">The source; see <see cref="AnalysisTest"/>.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="others">Further sources, in which nothing may be reported.</param>
    public Task Reports(string marked, string[] messages, params string[] others)
    {
        var test = new AnalysisTest(analyzer, generators);
        AddSources(test.TestState, [marked, .. others]);
        return test.RunAsync(messages);
    }

    /// <summary>Asserts that nothing is reported.</summary>
    public Task IsSilent(string source, params string[] others) => Reports(source, [], others);

    /// <summary>Adds sources as they are read in the vocabulary of the test.</summary>
    internal void AddSources(SolutionState state, IEnumerable<string> sources)
    {
        state.Sources.AddAll(sources, _globalUsings);
        state.AdditionalReferences.AddRange(_references);
    }

    /// <summary>The test of a fix of what the analyzer reports.</summary>
    internal AnalysisTest Of(CodeFixProvider fix) => new(analyzer, generators, fix);

    /// <summary>
    /// What analyzers report, beside an additional file of the project and with what the build tells, in the order of its places, whether or not the code
    /// compiles. An exception in one of them fails the test.
    /// </summary>
    public static async Task<ImmutableArray<Diagnostic>> Diagnose(Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, AdditionalText? file = null, BuildProperties? build = null)
    {
        var failures = new List<string>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions(file is null ? [] : [file], build ?? new BuildProperties()),
            (exception, _, _) => failures.Add(exception.ToString()),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false);
        var diagnostics = await compilation.WithAnalyzers(analyzers, options).GetAnalyzerDiagnosticsAsync();
        new DefaultVerifier().Equal("", string.Concat(failures));
        return [.. diagnostics.InOrderOfPlaces()];
    }
}
