using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sessions.Analyzers.Lock;

/// <summary>
/// Tells whether a migration is the one that has shipped: by its tokens, so that layout and comments do not count, and neither does
/// which branch of an <c>#if</c> this compilation takes.
/// </summary>
internal static class MigrationFingerprint
{
    // A change is to be noticed, not an attack to be withstood; a line stays short.
    private const int Length = 8;

    /// <summary>The fingerprint of a method's parameters and body; <see langword="null"/> where there is no source.</summary>
    public static string? Of(IMethodSymbol migration, CancellationToken cancellationToken)
    {
        var method = migration.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken)).OfType<MethodDeclarationSyntax>().FirstOrDefault();
        if (method is null)
        {
            return null;
        }

        SyntaxNode?[] parts = [method.ParameterList, method.Body, method.ExpressionBody];
        var text = string.Join("\0", parts.OfType<SyntaxNode>().SelectMany(static part => part.DescendantTokens()).SelectMany(Texts));
        using var algorithm = SHA256.Create();
        return string.Concat(algorithm.ComputeHash(Encoding.UTF8.GetBytes(text)).Take(Length).Select(static part => part.ToString("x2", null)));
    }

    /// <summary>A token, after what the compiler has decided in front of it, whichever way. Texts of several lines are alike on every system.</summary>
    private static IEnumerable<string> Texts(SyntaxToken token) =>
        token.LeadingTrivia.SelectMany(Texts).Concat([token.Text.Replace("\r\n", "\n")]).Where(static text => text.Length > 0);

    private static IEnumerable<string> Texts(SyntaxTrivia trivia) => trivia.Kind() switch
    {
        SyntaxKind.IfDirectiveTrivia or SyntaxKind.ElifDirectiveTrivia or SyntaxKind.ElseDirectiveTrivia or SyntaxKind.EndIfDirectiveTrivia =>
            trivia.GetStructure()!.DescendantTokens().Where(static token => !token.IsKind(SyntaxKind.EndOfDirectiveToken)).Select(static token => token.Text),
        SyntaxKind.DisabledTextTrivia => SyntaxFactory.ParseTokens(trivia.ToString()).SelectMany(Texts),
        _ => [],
    };
}
