using System.Text;
using Microsoft.CodeAnalysis;

namespace Sessions.Roslyn;

internal static class CompilationAssert
{
    // Missing documentation is the generator's fault in its own files and nobody's in a test's source.
    private static readonly string[] DocumentationIds = ["CS1591", "CS1573", "CS1712"];

    /// <summary>Fails, with the diagnostics and the lines they are in, unless the compilation has neither an error nor a warning.</summary>
    public static TCompilation AssertCompiles<TCompilation>(this TCompilation compilation)
        where TCompilation : Compilation
    {
        var diagnostics = compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(IsFailure).ToList();
        Assert.True(diagnostics.Count == 0, Describe(diagnostics));
        return compilation;
    }

    public static string Describe(IEnumerable<Diagnostic> diagnostics)
    {
        var description = new StringBuilder();
        foreach (var diagnostic in diagnostics)
        {
            description.AppendLine(diagnostic.ToString());
            if (diagnostic.Location.SourceTree is { } tree)
            {
                var line = diagnostic.Location.GetLineSpan().StartLinePosition.Line;
                description.Append("    ").AppendLine(tree.GetText().Lines[line].ToString());
            }
        }

        return description.ToString();
    }

    /// <summary>Whether it is an error or a warning that counts.</summary>
    public static bool IsFailure(Diagnostic diagnostic) =>
        diagnostic.Severity >= DiagnosticSeverity.Warning
        && !diagnostic.IsSuppressed
        && (!DocumentationIds.Contains(diagnostic.Id) || IsGenerated(diagnostic));

    private static bool IsGenerated(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true;
}
