using System.Text.RegularExpressions;

namespace QuickStart.Models;

/// <summary>Finds what a person says about themselves, and says it back in the second person.</summary>
internal static partial class UserStatements
{
    private static readonly Dictionary<string, string> SecondPerson = new(StringComparer.OrdinalIgnoreCase)
    {
        ["I am"] = "you are",
        ["I'm"] = "you are",
        ["I was"] = "you were",
        ["I've"] = "you have",
        ["I'd"] = "you would",
        ["I'll"] = "you will",
        ["I"] = "you",
        ["me"] = "you",
        ["my"] = "your",
        ["mine"] = "yours",
        ["myself"] = "yourself",
        ["you are"] = "I am",
        ["you're"] = "I am",
        ["you"] = "me",
        ["your"] = "my",
        ["yours"] = "mine",
    };

    /// <summary>The statements in a message: "My name is Alice." gives "your name is Alice".</summary>
    public static IReadOnlyList<string> In(string message) =>
        [.. Statement().Matches(message.Replace('’', '\'')).Select(match => Pronoun().Replace(match.Value.Trim(), ToSecondPerson))];

    private static string ToSecondPerson(Match pronoun) => SecondPerson[Whitespace().Replace(pronoun.Value, " ")];

    // A clause that begins with "I" or "my", and does not end as a question. The dot of "3.5" does not end it.
    [GeneratedRegex(
        @"(?<=^|[.!?,;:\n]\s*|\b(and|but|also|well|hi|hello)\s+)(I|I'm|I've|I'd|I'll|my)\s([^.!?\n]|[.!?](?=\S))*(?=[.!\n]|$)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Statement();

    [GeneratedRegex(@"\b(I\s+am|I\s+was|I'(m|ve|d|ll)|you\s+are|you're|I|me|my|mine|myself|you|yours?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Pronoun();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
