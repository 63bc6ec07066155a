using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Sessions.Roslyn;

/// <summary>Runs an analyzer over sources as a build does: generators first, and only over code that compiles.</summary>
internal sealed class AnalyzerTest(DiagnosticAnalyzer analyzer, params IIncrementalGenerator[] generators)
{
    private string DefaultId => analyzer.SupportedDiagnostics[0].Id;

    /// <summary>Asserts that exactly what is marked is reported, with these messages, in the order of their places.</summary>
    /// <param name="marked">The source; see <see cref="Markup"/>.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="others">Further sources, in which nothing may be reported.</param>
    public async Task Reports(string marked, string[] messages, params string[] others)
    {
        var source = Markup.Remove(marked);
        var diagnostics = await Diagnose(Compile([source, .. others]));
        var own = diagnostics.Where(diagnostic => diagnostic.Location.SourceTree?.FilePath == "Source0.cs").ToList();
        Assert.Equal(Markup.Normalize(marked, DefaultId), Markup.Annotate(source, own));
        Assert.Equal(messages, own.Select(diagnostic => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(own.Count, diagnostics.Length);
    }

    /// <summary>Asserts that nothing is reported.</summary>
    public Task IsSilent(string source, params string[] others) => Reports(source, [], others);

    /// <summary>The compilation of the sources and of what the generators write for them; it has no error.</summary>
    public CSharpCompilation Compile(params IEnumerable<string> sources)
    {
        var compilation = Generate(AsProgram(TestCompilation.Create(sources)));
        var errors = compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        Assert.True(errors.Count == 0, CompilationAssert.Describe(errors));
        return compilation;
    }

    public CSharpCompilation Generate(CSharpCompilation compilation) =>
        generators.Length == 0 ? compilation : GeneratorRun.Of(compilation, generators).Output;

    /// <summary>What the analyzer reports, in the order of its places.</summary>
    public Task<ImmutableArray<Diagnostic>> Diagnose(Compilation compilation) => Diagnose(compilation, [analyzer]);

    /// <summary>What analyzers report, beside an additional file of the project, in the order of its places. An exception in one of them fails the test.</summary>
    public static async Task<ImmutableArray<Diagnostic>> Diagnose(Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, AdditionalText? file = null)
    {
        var failures = new List<string>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions(file is null ? [] : [file]),
            (exception, _, _) => failures.Add(exception.ToString()),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false);
        var diagnostics = await compilation.WithAnalyzers(analyzers, options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.Empty(failures);
        return [.. diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    /// <summary>Top-level statements make a program of the sources.</summary>
    private static CSharpCompilation AsProgram(CSharpCompilation compilation) =>
        compilation.SyntaxTrees.Any(tree => tree.GetCompilationUnitRoot().Members.Any(member => member is GlobalStatementSyntax))
            ? compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication))
            : compilation;
}
