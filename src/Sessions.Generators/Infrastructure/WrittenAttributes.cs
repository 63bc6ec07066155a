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
        symbol.FindWrittenAttributes() is { IsEmpty: true } ? ImmutableArray<AttributeData>.Empty : symbol.GetAttributes();

    /// <summary>Whether the symbol may have an attribute, as far as the names of those that are written say.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="metadataName">The name of the attribute's type.</param>
    public static bool MayHaveAttribute(this ISymbol symbol, string metadataName) =>
        symbol.FindWrittenAttributes() is not { } written
        || (!written.IsEmpty && (SourceNames.Of(symbol) is not { } names || written.Any(attribute => names.CanMean(attribute.Name, metadataName))));

    /// <summary>The attributes that are written where the symbol is declared; <see langword="null"/> if it may have others.</summary>
    public static ImmutableArray<AttributeSyntax>? FindWrittenAttributes(this ISymbol symbol)
    {
        var references = symbol.DeclaringSyntaxReferences;
        if (references.IsEmpty)
        {
            return null;
        }

        var written = ImmutableArray<AttributeSyntax>.Empty;
        foreach (var reference in references)
        {
            if (FindLists(reference.GetSyntax()) is not { } lists)
            {
                return null;
            }

            foreach (var list in lists)
            {
                foreach (var attribute in list.Attributes)
                {
                    written = written.Add(attribute);
                }
            }
        }

        return written;
    }

    private static SyntaxList<AttributeListSyntax>? FindLists(SyntaxNode declaration) => declaration switch
    {
        // All parts of a type are at hand; of other partial members, the part that is not may have attributes.
        BaseTypeDeclarationSyntax type => type.AttributeLists,
        MemberDeclarationSyntax member => IsPartial(member) ? null : member.AttributeLists,
        ParameterSyntax parameter => parameter.AttributeLists,
        VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax field } => field.AttributeLists,
        AccessorDeclarationSyntax { Parent.Parent: MemberDeclarationSyntax member } accessor => IsPartial(member) ? null : accessor.AttributeLists,
        ArrowExpressionClauseSyntax => default(SyntaxList<AttributeListSyntax>),
        _ => null,
    };

    private static bool IsPartial(MemberDeclarationSyntax member) => member.Modifiers.Any(SyntaxKind.PartialKeyword);
}
