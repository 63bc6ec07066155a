using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace Sessions.Roslyn;

/// <summary>
/// A test of Microsoft.CodeAnalysis.Testing, in whose markup <c>{|SESS301:span|}</c>, or <c>[|span|]</c> for the analyzer's first
/// rule, says what must be reported where. It compiles as <see cref="TestCompilation"/> does, and generators run first, as in a build.
/// </summary>
public sealed class AnalysisTest : CSharpCodeFixTest<EmptyDiagnosticAnalyzer, EmptyCodeFixProvider, DefaultVerifier>
{
    // Packages would be fetched while tests run; the test process has all that is needed.
    private static readonly ReferenceAssemblies NoPackages = new("net10.0");

    private readonly DiagnosticAnalyzer _analyzer;
    private readonly IIncrementalGenerator[] _generators;
    private readonly CodeFixProvider? _fix;

    public AnalysisTest(DiagnosticAnalyzer analyzer, IIncrementalGenerator[] generators, CodeFixProvider? fix = null)
    {
        _analyzer = analyzer;
        _generators = generators;
        _fix = fix;
        ReferenceAssemblies = NoPackages;
        MarkupOptions = MarkupOptions.UseFirstDescriptor | MarkupOptions.TreatPositionIndicatorsAsCode;
        TestState.AdditionalReferences.AddRange(TestCompilation.References);
    }

    /// <summary>Runs the test, and asserts what the messages of all that is reported are, in the order of their places.</summary>
    public async Task RunAsync(IEnumerable<string> messages)
    {
        var reported = new List<Diagnostic>();
        DiagnosticVerifier = (diagnostic, _, _) => reported.Add(diagnostic);
        await RunAsync();
        Verify.SequenceEqual(messages, reported.InOrderOfPlaces().Select(diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture)));
    }

    protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => [_analyzer];

    protected override IEnumerable<CodeFixProvider> GetCodeFixProviders() => _fix is null ? [] : [_fix];

    protected override CompilationOptions CreateCompilationOptions() => TestCompilation.Options;

    protected override ParseOptions CreateParseOptions() => TestCompilation.ParseOptions(LanguageVersion.CSharp14);

    protected override async Task<(Compilation compilation, ImmutableArray<Diagnostic> generatorDiagnostics)> GetProjectCompilationAsync(
        Project project, IVerifier verifier, CancellationToken cancellationToken)
    {
        var compilation = (CSharpCompilation)(await project.GetCompilationAsync(cancellationToken))!;
        return (GeneratorRun.Of(compilation.AsProgram(), _generators).Output, []);
    }

    protected override bool IsCompilerDiagnosticIncluded(Diagnostic diagnostic, CompilerDiagnostics compilerDiagnostics) =>
        base.IsCompilerDiagnosticIncluded(diagnostic, compilerDiagnostics) && CompilationAssert.IsFailure(diagnostic);

    /// <summary>A fix offers one thing for one diagnostic.</summary>
    protected override ImmutableArray<CodeAction> FilterCodeActions(ImmutableArray<CodeAction> actions)
    {
        Verify.True(actions.Length <= 1, "Several changes are offered: " + string.Join("; ", actions.Select(action => action.Title)));
        return base.FilterCodeActions(actions);
    }
}
