using Microsoft.Extensions.AI;

namespace Sessions.Testing;

/// <summary>What a <see cref="ScriptedChatClient"/> was sent.</summary>
public sealed class ScriptedRequest
{
    internal ScriptedRequest(int number, IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        Number = number;
        Messages = messages;
        Options = options;
    }

    /// <summary>Which request it is: 1 for the first.</summary>
    public int Number { get; }

    /// <summary>The messages, in a list that nobody else changes.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; }

    /// <summary>A copy of the options; <see langword="null"/> where there were none.</summary>
    public ChatOptions? Options { get; }

    /// <summary>
    /// The messages as text, to be compared in a test: <c>user: Hello</c>, and calls and results of tools as
    /// <c>assistant: weather(…)</c> and <c>tool: = sunny</c>.
    /// </summary>
    public IReadOnlyList<string> Texts => [.. Messages.Select(message => $"{message.Role}: {string.Concat(message.Contents.Select(TextOf))}")];

    private static string TextOf(AIContent content) => content switch
    {
        TextContent text => text.Text,
        TextReasoningContent => "",
        FunctionCallContent call => $"{call.Name}(…)",
        FunctionResultContent result => $"= {result.Result}",
        _ => $"[{content.GetType().Name}]",
    };
}
