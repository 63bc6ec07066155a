using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sessions.Generators;

/// <summary>What a file declares: all that the symbols of any file can depend on. Bodies, comments and the values that fields begin with are not part of it.</summary>
/// <remarks>
/// The compiler's own comparison, <see cref="SyntaxFactory.AreEquivalent(SyntaxTree, SyntaxTree, bool)"/>, differs from version to
/// version in what it overlooks; what it overlooks would be stale here.
/// </remarks>
internal static class FileDeclarations
{
    /// <summary>Whether two states of a file declare the same.</summary>
    public static bool AreSame(SyntaxTree before, SyntaxTree after, CancellationToken cancellationToken)
    {
        if (before.FilePath != after.FilePath || !before.Options.Equals(after.Options))
        {
            return false;
        }

        using var left = Of(before.GetRoot(cancellationToken)).GetEnumerator();
        using var right = Of(after.GetRoot(cancellationToken)).GetEnumerator();
        while (left.MoveNext())
        {
            if (!right.MoveNext() || !IsSame(left.Current, right.Current))
            {
                return false;
            }
        }

        return !right.MoveNext();
    }

    private static IEnumerable<SyntaxNodeOrToken> Of(SyntaxNode root) => root.DescendantNodesAndTokens(static node => !IsBody(node));

    private static bool IsSame(SyntaxNodeOrToken left, SyntaxNodeOrToken right) =>
        left.RawKind == right.RawKind
        && (left.IsNode || (left.AsToken().Text == right.AsToken().Text));

    private static bool IsBody(SyntaxNode node) => node switch
    {
        BlockSyntax or ArrowExpressionClauseSyntax or GlobalStatementSyntax => true,
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax } => true,
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax field } } => !field.Modifiers.Any(SyntaxKind.ConstKeyword),
        _ => false,
    };
}
