using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Sessions.Roslyn;

/// <summary>
/// A source text in which <c>{|SESS301:span|}</c>, or <c>[|span|]</c> for the one rule a test is about, says what must be
/// reported where.
/// </summary>
internal static partial class Markup
{
    /// <summary>The text without its marks, as the compiler reads it.</summary>
    public static string Remove(string marked) => Mark().Replace(marked, "$2");

    /// <summary>The text with every mark in its long form.</summary>
    public static string Normalize(string marked, string defaultId) =>
        Mark().Replace(marked, mark => Write(mark.Groups[1] is { Success: true } id ? id.Value : defaultId, mark.Groups[2].Value));

    /// <summary>A plain text with a mark wherever something was reported.</summary>
    public static string Annotate(string text, IEnumerable<Diagnostic> diagnostics)
    {
        var annotated = new StringBuilder(text);
        foreach (var diagnostic in diagnostics.OrderByDescending(diagnostic => diagnostic.Location.SourceSpan.Start))
        {
            var span = diagnostic.Location.SourceSpan;
            annotated.Remove(span.Start, span.Length).Insert(span.Start, Write(diagnostic.Id, text[span.Start..span.End]));
        }

        return annotated.ToString();
    }

    private static string Write(string id, string text) => $"{{|{id}:{text}|}}";

    [GeneratedRegex(@"(?:\{\|(\w+):|\[\|)(.*?)\|[\]}]", RegexOptions.Singleline)]
    private static partial Regex Mark();
}
