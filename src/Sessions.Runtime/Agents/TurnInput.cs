using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>The messages that a caller gives a turn.</summary>
internal static class TurnInput
{
    /// <summary>Takes the messages out of the caller's hands, and refuses what no model can answer.</summary>
    public static IReadOnlyList<ChatMessage> Validate(IEnumerable<ChatMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return Validate((ChatMessage[])[.. messages], nameof(messages));
    }

    /// <summary>Makes a message of the user of a text, and refuses one that says nothing.</summary>
    public static IReadOnlyList<ChatMessage> Validate(string message)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(message);
        return [new ChatMessage(ChatRole.User, message)];
    }

    /// <summary>Refuses a message that no model can answer.</summary>
    public static IReadOnlyList<ChatMessage> Validate(ChatMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Validate([message], nameof(message));
    }

    private static ChatMessage[] Validate(ChatMessage[] input, string parameter)
    {
        if (input.Length == 0)
        {
            throw new ArgumentException("There is no message to run; give at least one.", parameter);
        }

        for (var i = 0; i < input.Length; i++)
        {
            if (input[i] is null)
            {
                throw new ArgumentException($"Message {i} is null.", parameter);
            }

            if (IsEmpty(input[i]))
            {
                throw new ArgumentException($"Message {i} (role '{input[i].Role}') is empty; give it text or other content.", parameter);
            }
        }

        return input;
    }

    private static bool IsEmpty(ChatMessage message)
    {
        var contents = message.Contents;
        for (var i = 0; i < contents.Count; i++)
        {
            if (contents[i] is not { } content || !ContentKinds.Of(content).IsBlank(content))
            {
                return false;
            }
        }

        return true;
    }
}
