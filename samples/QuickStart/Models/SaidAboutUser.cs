using System.Text.RegularExpressions;

namespace QuickStart.Models;

/// <summary>Reads a name and interests out of a sentence, as a language model would that has tools to remember them.</summary>
internal static partial class SaidAboutUser
{
    /// <summary>The name in "My name is Alice."</summary>
    public static string? Name(string text) => NameStatement().Match(text) is { Success: true } match ? match.Groups["name"].Value : null;

    /// <summary>The interests in "I love hiking and chess."</summary>
    public static IReadOnlyList<string> Interests(string text) =>
    [
        .. InterestStatement().Matches(text)
            .SelectMany(match => Conjunction().Split(match.Groups["interests"].Value))
            .Select(interest => interest.Trim())
            .Where(interest => interest.Length > 0),
    ];

    // One word in any case, and the capitalized words that follow it.
    [GeneratedRegex(@"\b(?i:my name is|I am called|call me)\s+(?<name>\p{L}[\p{L}'’-]*(\s+\p{Lu}[\p{L}'’-]*)*)", RegexOptions.ExplicitCapture)]
    private static partial Regex NameStatement();

    // To the end of the sentence or to where the user goes on with "and I …"; a question states nothing.
    [GeneratedRegex(
        @"\bI\s+(really\s+)?(love|like|enjoy)\s+(?<interests>[^.;!?\n]+?)(?=,?\s+(and|but)\s+(I|my)\b|,?\s+but\b|[.;!\n]|$)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex InterestStatement();

    [GeneratedRegex(@",\s*and\s+|,|\s+and\s+", RegexOptions.IgnoreCase)]
    private static partial Regex Conjunction();
}
