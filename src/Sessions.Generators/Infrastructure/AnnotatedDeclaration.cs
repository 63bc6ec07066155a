using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Finds, of the declarations of a type that carry an attribute, the one that something is generated for.</summary>
internal static class AnnotatedDeclaration
{
    /// <summary>
    /// Whether no earlier part of the type carries the attribute too. To have it twice is the compiler's error; to write one file
    /// twice would cost all the others.
    /// </summary>
    public static bool IsFirst(GeneratorAttributeSyntaxContext context)
    {
        if (context.TargetSymbol.DeclaringSyntaxReferences.Length < 2)
        {
            return true;
        }

        var own = context.Attributes[0];
        return context.TargetSymbol.GetAttributes()
            .Where(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, own.AttributeClass))
            .OrderBy(static attribute => attribute.ApplicationSyntaxReference?.SyntaxTree.FilePath, StringComparer.Ordinal)
            .ThenBy(static attribute => attribute.ApplicationSyntaxReference?.Span.Start)
            .First().ApplicationSyntaxReference?.GetSyntax().Parent?.Parent == context.TargetNode;
    }
}
