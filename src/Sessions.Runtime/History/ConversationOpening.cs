using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>Lets a history that begins in the middle of a conversation begin with the user, as some services demand.</summary>
internal static class ConversationOpening
{
    private const string Text = "(What was said before is left out.)";

    /// <summary>The history as it is if the user begins, or else with a message of the user ahead, behind system messages.</summary>
    public static IReadOnlyList<ChatMessage> Ahead(IReadOnlyList<ChatMessage> history)
    {
        var first = 0;
        while (first < history.Count && history[first].Role == ChatRole.System)
        {
            first++;
        }

        return first == history.Count || history[first].Role == ChatRole.User
            ? history
            : [.. history.Take(first), new ChatMessage(ChatRole.User, Text), .. history.Skip(first)];
    }
}
