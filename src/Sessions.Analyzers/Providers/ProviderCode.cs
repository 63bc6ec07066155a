using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Sessions.Analyzers.Providers;

/// <summary>A class that is a provider, as far as one file has it.</summary>
internal sealed class ProviderCode
{
    private readonly SyntaxNodeAnalysisContext _context;
    private readonly ClassDeclarationSyntax _declaration;

    private ProviderCode(SyntaxNodeAnalysisContext context, INamedTypeSymbol type)
    {
        _context = context;
        _declaration = (ClassDeclarationSyntax)context.Node;
        Type = type;
    }

    public INamedTypeSymbol Type { get; }

    /// <summary>The class that is looked at if it is one that is asked for. Its half with the base class may be another one, or generated.</summary>
    public static ProviderCode? Of(SyntaxNodeAnalysisContext context, Func<INamedTypeSymbol, bool> isAskedFor)
    {
        var declaration = (ClassDeclarationSyntax)context.Node;
        return (declaration.BaseList is not null || declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            && context.SemanticModel.GetDeclaredSymbol(declaration, context.CancellationToken) is { } type
            && isAskedFor(type)
                ? new(context, type)
                : null;
    }

    /// <summary>Whether the name stands anywhere in the class: most classes need not be looked at further.</summary>
    public bool Mentions(string name) => _declaration.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name);

    /// <summary>Whether a query in the class is written as one, and puts something in order.</summary>
    public bool HasOrderedQuery => _declaration.DescendantTokens().Any(static token => token.IsKind(SyntaxKind.OrderByKeyword));

    /// <summary>The methods that have code, which the code of accessors and constructors is not part of.</summary>
    public IEnumerable<ProviderMethod> Methods()
    {
        foreach (var method in _declaration.Members.OfType<MethodDeclarationSyntax>())
        {
            if (_context.SemanticModel.GetDeclaredSymbol(method, _context.CancellationToken) is { } symbol
                && _context.SemanticModel.GetOperation(method, _context.CancellationToken) is { } body)
            {
                yield return new(symbol, body);
            }
        }
    }

    public void Report(Diagnostic diagnostic) => _context.ReportDiagnostic(diagnostic);
}
