using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Sessions.Generators;

namespace Sessions.Analyzers.Types;

/// <summary>Reports annotated types in a project whose language version generated code does not compile in.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LanguageVersionAnalyzer() : SessionsAnalyzer(Descriptors.LanguageVersionTooOld)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (context.Compilation is CSharpCompilation { LanguageVersion: var version } && Annotation.All.Any(annotation => version < annotation.OldestLanguage))
        {
            context.RegisterSymbolAction(symbol => Analyze(symbol, version), SymbolKind.NamedType);
        }
    }

    private static void Analyze(SymbolAnalysisContext context, LanguageVersion version)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        foreach (var annotation in Annotation.All.Where(annotation => version < annotation.OldestLanguage && annotation.IsSupportedOn(type)))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.LanguageVersionTooOld, type.Place(), annotation.Display, type.Name, annotation.OldestLanguage.ToDisplayString(), version.ToDisplayString()));
        }
    }
}
