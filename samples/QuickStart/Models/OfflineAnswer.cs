using System.Text.RegularExpressions;

namespace QuickStart.Models;

/// <summary>What the offline stand-in says to what the user said so far.</summary>
internal static partial class OfflineAnswer
{
    private const string Limits =
        "I am an offline stand-in without a language model, so I cannot answer that. I can only repeat what you tell me about yourself: " +
        "say 'I live in Bern.', then ask 'What do you remember about me?'.";

    /// <summary>Answers the last of the user's messages out of all of them.</summary>
    public static string To(IReadOnlyList<string> userMessages)
    {
        if (userMessages.Count == 0)
        {
            return Limits;
        }

        var last = userMessages[^1];
        if (AsksAboutTheUser().IsMatch(last))
        {
            return Remember(userMessages);
        }

        var told = UserStatements.In(last);
        return told.Count > 0 ? $"I see: {string.Join("; ", told)}." : Limits;
    }

    private static string Remember(IReadOnlyList<string> userMessages)
    {
        var told = userMessages.SelectMany(UserStatements.In).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return told.Count > 0
            ? $"You told me: {string.Join("; ", told)}."
            : "I remember nothing about you: you have told me nothing about yourself in this conversation.";
    }

    // A question word at the beginning of a sentence, and further on a word for the one who asks.
    [GeneratedRegex(
        @"(^|[.!?,]\s*)((so|and|but|now|hey|well)\s+)?(whats?|who|where|when|how|which|do you|can you|could you|tell me|remind me)\b" +
        @"[^.!?]*\b(about (me|myself)|(know|remember) me|(do|did|am|was|have) I|I am|my)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex AsksAboutTheUser();
}
