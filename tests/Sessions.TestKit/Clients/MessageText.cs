using Microsoft.Extensions.AI;

namespace Sessions.TestKit;

/// <summary>Messages as text, for people and for comparison.</summary>
public static class MessageText
{
    public static string Of(ChatMessage? message) =>
        message is null ? "null" : $"{message.Role}: {string.Join(" ", (message.Contents ?? []).Select(Of))}";

    private static string Of(AIContent? content) => content switch
    {
        TextContent text => text.Text,
        TextReasoningContent reasoning => $"({reasoning.Text})",
        FunctionCallContent call => $"{call.Name}#{call.CallId}",
        FunctionResultContent result => $"#{result.CallId}={result.Result}",
        ToolApprovalRequestContent request => $"approve #{request.ToolCall.CallId}?",
        ToolApprovalResponseContent response => $"{(response.Approved ? "approved" : "rejected")} #{response.ToolCall.CallId}",
        null => "null",
        _ => content.GetType().Name,
    };
}
