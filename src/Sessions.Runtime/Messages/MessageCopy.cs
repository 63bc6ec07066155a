using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>Copies messages, so that what is kept of a conversation is nobody else's to change.</summary>
internal static class MessageCopy
{
    /// <summary>
    /// Copies a message, its contents and their collections. Payloads (a tool's result, a call's argument values, bytes) are
    /// shared: they have no common way to be copied, and nothing here changes them.
    /// </summary>
    public static ChatMessage Of(ChatMessage message)
    {
        var copy = message.Clone();
        copy.Contents = Of(message.Contents);
        copy.AdditionalProperties = message.AdditionalProperties?.Clone();
        copy.RawRepresentation = null;
        return copy;
    }

    private static List<AIContent> Of(IList<AIContent> contents)
    {
        var copies = new List<AIContent>(contents.Count);
        for (var i = 0; i < contents.Count; i++)
        {
            copies.Add(Of(contents[i]));
        }

        return copies;
    }

    private static AIContent Of(AIContent content)
    {
        AIContent? copy = content switch
        {
            // A derived type would lose what it adds.
            TextContent text when text.GetType() == typeof(TextContent) => new TextContent(text.Text),
            TextReasoningContent reasoning when reasoning.GetType() == typeof(TextReasoningContent) => new TextReasoningContent(reasoning.Text)
            {
                ProtectedData = reasoning.ProtectedData,
            },
            FunctionCallContent call when call.GetType() == typeof(FunctionCallContent) => new FunctionCallContent(call.CallId, call.Name, Copy(call.Arguments))
            {
                Exception = call.Exception,
                InformationalOnly = call.InformationalOnly,
            },
            FunctionResultContent result when result.GetType() == typeof(FunctionResultContent) => new FunctionResultContent(result.CallId, result.Result)
            {
                Exception = result.Exception,
            },
            ErrorContent error when error.GetType() == typeof(ErrorContent) => new ErrorContent(error.Message)
            {
                ErrorCode = error.ErrorCode,
                Details = error.Details,
            },
            _ => null,
        };

        if (copy is null)
        {
            return content;
        }

        copy.Annotations = content.Annotations is null ? null : [.. content.Annotations];
        copy.AdditionalProperties = content.AdditionalProperties?.Clone();
        return copy;
    }

    private static Dictionary<string, object?>? Copy(IDictionary<string, object?>? arguments) =>
        arguments is null ? null : new Dictionary<string, object?>(arguments, StringComparer.Ordinal);
}
