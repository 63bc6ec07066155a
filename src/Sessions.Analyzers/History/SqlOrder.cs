using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Sessions.Analyzers.History;

/// <summary>Finds orders by a time alone in texts of SQL.</summary>
internal static class SqlOrder
{
    private static readonly Regex OrderBy = new(
        """ORDER\s+BY\s+(?:\w+\.)?["`\[]?(?<column>\w+)["`\]]?(?:\s+(?:ASC|DESC)\b)?\s*(?<more>,|\z)?""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        TimeSpan.FromMinutes(1));

    public static IEnumerable<(string Column, Location Place)> FindTimes(SyntaxNode code)
    {
        foreach (var token in code.DescendantTokens().Where(IsText))
        {
            foreach (Match match in OrderBy.Matches(token.Text))
            {
                var column = match.Groups["column"];
                if (MessageTimes.IsColumn(column.Value) && !GoesOn(match, token))
                {
                    yield return (column.Value, token.SyntaxTree!.GetLocation(new TextSpan(token.SpanStart + column.Index, column.Length)));
                }
            }
        }
    }

    private static bool IsText(SyntaxToken token) =>
        token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.InterpolatedStringTextToken;

    /// <summary>Whether a second column follows, or may follow in what is put into the text.</summary>
    private static bool GoesOn(Match match, SyntaxToken token) => match.Groups["more"] switch
    {
        { Success: true, Length: > 0 } => true,
        { Success: true } => token.GetNextToken().IsKind(SyntaxKind.OpenBraceToken),
        _ => false,
    };
}
