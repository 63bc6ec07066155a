using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Sessions.Generators;

namespace Sessions.Analyzers.Types;

/// <summary>Reports annotated types that nothing can be generated for: by their kind, or because <c>partial</c> is missing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AnnotatedTypeAnalyzer() : SessionsAnalyzer([.. Annotation.All.SelectMany(annotation => new[] { annotation.NotPartial, annotation.NotSupported })])
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.HasState || types.HasProviders)
        {
            context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
        }
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        foreach (var annotation in Annotation.All.Where(annotation => annotation.IsOn(type)))
        {
            if (TypeRefusalText.Explain(annotation.WhyRefused(type), type) is { } reason)
            {
                context.ReportDiagnostic(Diagnostic.Create(annotation.NotSupported, type.Place(), type.Name, reason));
            }
        }

        if (FindDeclarationWithoutPartial(type, context) is { } declaration && FindNeed(type) is var (needed, why))
        {
            context.ReportDiagnostic(Diagnostic.Create(needed.NotPartial, declaration.Identifier.GetLocation(), type.Name, why));
        }
    }

    private static TypeDeclarationSyntax? FindDeclarationWithoutPartial(INamedTypeSymbol type, SymbolAnalysisContext context) =>
        SymbolEqualityComparer.Default.Equals(TypeShape.FindNonPartial(type), type)
            ? type.DeclaringSyntaxReferences
                .Select(reference => reference.GetSyntax(context.CancellationToken))
                .OfType<TypeDeclarationSyntax>()
                .FirstOrDefault(declaration => !declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            : null;

    /// <summary>Why something must be generated into the type, if it must: for the type itself, or for one inside it.</summary>
    private static (Annotation Needed, string Why)? FindNeed(INamedTypeSymbol type)
    {
        if (Annotation.All.FirstOrDefault(annotation => annotation.IsSupportedOn(type)) is { } own)
        {
            return (own, $"has {own.Display}");
        }

        foreach (var nested in type.GetTypeMembers())
        {
            if (Annotation.All.FirstOrDefault(annotation => annotation.IsSupportedOn(nested)) is { } inner)
            {
                return (inner, $"contains '{nested.Name}', which has {inner.Display}");
            }

            if (FindNeed(nested) is { } deeper)
            {
                return deeper;
            }
        }

        return null;
    }
}
