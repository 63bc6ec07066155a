using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace QuickStart.Models;

/// <summary>Writes a request in the words of the OpenAI client.</summary>
internal static class OpenAIRequest
{
    public static IEnumerable<OpenAI.Chat.ChatMessage> Messages(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        if (!string.IsNullOrEmpty(options?.Instructions))
        {
            yield return new SystemChatMessage(options.Instructions);
        }

        foreach (var message in messages)
        {
            yield return Message(message);
        }
    }

    public static ChatCompletionOptions Options(ChatOptions? options)
    {
        if (options?.Tools is { Count: > 0 })
        {
            throw new NotSupportedException("This adapter sends no tools to the model. Use the package Microsoft.Extensions.AI.OpenAI for an agent with tools.");
        }

        var request = new ChatCompletionOptions
        {
            Temperature = options?.Temperature,
            TopP = options?.TopP,
            MaxOutputTokenCount = options?.MaxOutputTokens,
        };
        foreach (var sequence in options?.StopSequences ?? [])
        {
            request.StopSequences.Add(sequence);
        }

        return request;
    }

    private static OpenAI.Chat.ChatMessage Message(ChatMessage message)
    {
        // A model's reasoning is for the reader and not sent again.
        if (message.Contents.FirstOrDefault(content => content is not (TextContent or TextReasoningContent)) is { } other)
        {
            throw new NotSupportedException($"This adapter sends text only, and a message with role '{message.Role}' has {other.GetType().Name}.");
        }

        return message.Role.Value switch
        {
            "system" => new SystemChatMessage(message.Text),
            "user" => new UserChatMessage(message.Text),
            "assistant" => new AssistantChatMessage(message.Text),
            _ => throw new NotSupportedException($"This adapter does not know the role '{message.Role}'."),
        };
    }
}
