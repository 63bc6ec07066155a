using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>The messages that a caller gives a turn.</summary>
internal static class TurnInput
{
    /// <summary>Takes the messages out of the caller's hands, and refuses what no model can answer.</summary>
    public static IReadOnlyList<ChatMessage> Validate(IEnumerable<ChatMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ChatMessage[] input = [.. messages];
        if (input.Length == 0)
        {
            throw new ArgumentException("There is no message to run; give at least one.", nameof(messages));
        }

        for (var i = 0; i < input.Length; i++)
        {
            if (input[i] is null)
            {
                throw new ArgumentException($"Message {i} is null.", nameof(messages));
            }

            if (IsEmpty(input[i]))
            {
                throw new ArgumentException($"Message {i} (role '{input[i].Role}') is empty; give it text or other content.", nameof(messages));
            }
        }

        return input;
    }

    private static bool IsEmpty(ChatMessage message)
    {
        foreach (var content in message.Contents)
        {
            if (content is not TextContent text || !string.IsNullOrWhiteSpace(text.Text))
            {
                return false;
            }
        }

        return true;
    }
}
