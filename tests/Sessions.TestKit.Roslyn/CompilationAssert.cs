using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;

namespace Sessions.Roslyn;

/// <summary>What counts as a failure of a compilation.</summary>
public static class CompilationAssert
{
    // Missing documentation is the generator's fault in its own files and nobody's in a test's source.
    private static readonly string[] DocumentationIds = ["CS1591", "CS1573", "CS1712"];

    /// <summary>Fails, with the diagnostics and the lines they are in, unless the compilation has neither an error nor a warning.</summary>
    public static TCompilation AssertCompiles<TCompilation>(this TCompilation compilation)
        where TCompilation : Compilation
    {
        var diagnostics = compilation.GetDiagnostics().Where(IsFailure).ToList();
        new DefaultVerifier().True(diagnostics.Count == 0, Describe(diagnostics));
        return compilation;
    }

    /// <summary>The diagnostics, each with the line that it is in.</summary>
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

    /// <summary>Diagnostics by file, and in it by where they begin.</summary>
    public static IEnumerable<Diagnostic> InOrderOfPlaces(this IEnumerable<Diagnostic> diagnostics) => diagnostics
        .OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal)
        .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start);

    private static bool IsGenerated(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true;
}
