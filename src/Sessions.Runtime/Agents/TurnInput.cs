using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>The messages that a caller gives a turn.</summary>
internal static class TurnInput
{
    /// <summary>Takes the messages out of the caller's hands, and refuses what no model can answer.</summary>
    /// <remarks>A run that goes on with a turn has that turn's messages, and takes no others.</remarks>
    public static IReadOnlyList<ChatMessage> Validate(IEnumerable<ChatMessage> messages, AgentRunOptions? options)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ChatMessage[] input = [.. messages];
        return input.Length == 0 && options is { AllowEmptyInput: true } or { GivenToken: not null } ? input : Validate(input, options, nameof(messages));
    }

    /// <summary>Makes a message of the user of a text, and refuses one that says nothing.</summary>
    public static IReadOnlyList<ChatMessage> Validate(string message, AgentRunOptions? options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(message);
        ThrowIfGoingOn(options, nameof(message));
        return [new ChatMessage(ChatRole.User, message)];
    }

    /// <summary>Refuses a message that no model can answer.</summary>
    public static IReadOnlyList<ChatMessage> Validate(ChatMessage message, AgentRunOptions? options)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Validate([message], options, nameof(message));
    }

    private static ChatMessage[] Validate(ChatMessage[] input, AgentRunOptions? options, string parameter)
    {
        ThrowIfGoingOn(options, parameter);
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

    private static void ThrowIfGoingOn(AgentRunOptions? options, string parameter)
    {
        if (options?.GivenToken is not null)
        {
            throw new ArgumentException($"A run that is given a {nameof(AgentRunOptions.ContinuationToken)} goes on with that token's turn, and takes no messages. Pass none, or leave the token out.", parameter);
        }
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
