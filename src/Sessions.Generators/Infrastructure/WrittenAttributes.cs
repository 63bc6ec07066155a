using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sessions.Generators;

/// <summary>
/// Reads attributes where there are any. The compiler does not remember that a symbol has none: each compilation, and so each
/// keystroke, it finds out anew, at a price. Syntax knows at once.
/// </summary>
internal static class WrittenAttributes
{
    /// <summary>The symbol's attributes, as the compiler has them.</summary>
    public static ImmutableArray<AttributeData> ReadAttributes(this ISymbol symbol) =>
        HasNone(symbol) ? ImmutableArray<AttributeData>.Empty : symbol.GetAttributes();

    private static bool HasNone(ISymbol symbol)
    {
        var references = symbol.DeclaringSyntaxReferences;
        if (references.IsEmpty)
        {
            return false;
        }

        foreach (var reference in references)
        {
            if (!HasNone(reference.GetSyntax()))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasNone(SyntaxNode declaration) => declaration switch
    {
        // All parts of a type are at hand; of other partial members, the part that is not may have attributes.
        BaseTypeDeclarationSyntax type => type.AttributeLists.Count == 0,
        MemberDeclarationSyntax member => member.AttributeLists.Count == 0 && !member.Modifiers.Any(SyntaxKind.PartialKeyword),
        ParameterSyntax parameter => parameter.AttributeLists.Count == 0,
        VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax field } => field.AttributeLists.Count == 0,
        AccessorDeclarationSyntax accessor => accessor.AttributeLists.Count == 0 && accessor.Parent?.Parent is MemberDeclarationSyntax member && !member.Modifiers.Any(SyntaxKind.PartialKeyword),
        _ => false,
    };
}
