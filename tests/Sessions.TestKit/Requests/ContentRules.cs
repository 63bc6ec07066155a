using Microsoft.Extensions.AI;

namespace Sessions.TestKit;

/// <summary>What a message of each role may hold.</summary>
public static class ContentRules
{
    public static IEnumerable<string> Check(IReadOnlyList<ChatMessage> request, int index, WireFormats formats)
    {
        var message = request[index];
        if (message.Contents is not { Count: > 0 } contents)
        {
            return ["is empty"];
        }

        if (contents.Contains(null!))
        {
            return ["has a content that is null"];
        }

        var problems = contents.Select(content => Check(message, content, formats)).OfType<string>().ToList();
        if (!contents.Any(IsSent))
        {
            problems.Add("has nothing that is sent");
        }

        if (message.Role == ChatRole.Assistant && EndsWithReasoning(message) && !ContinuesInNext(request, index))
        {
            problems.Add("ends with reasoning, with nothing that came of it");
        }

        if (message.Role == ChatRole.User && IsResultBehindOther(contents))
        {
            problems.Add("has a result behind other contents");
        }

        return problems;
    }

    private static string? Check(ChatMessage message, AIContent content, WireFormats formats) => content switch
    {
        ToolApprovalRequestContent request => $"asks the model for approval '{request.RequestId}'",
        ToolApprovalResponseContent response => $"tells the model of approval '{response.RequestId}'",
        TextContent text when string.IsNullOrWhiteSpace(text.Text) => "has a text that is blank",
        FunctionCallContent call => CheckCall(message, call),
        FunctionResultContent result => CheckResult(message, result, formats),
        _ when message.Role == ChatRole.Tool => $"has a {content.GetType().Name}, which is no result",
        not TextContent when message.Role == ChatRole.System => $"has a {content.GetType().Name}, which is no text",
        _ => IsKnown(message.Role) ? null : "has a role that no service knows",
    };

    private static string? CheckCall(ChatMessage message, FunctionCallContent call) => call switch
    {
        { CallId: "" } => "has a call without an id",
        { Name: null or "" } => $"has call '{call.CallId}' of a function without a name",
        _ when message.Role != ChatRole.Assistant => $"has call '{call.CallId}', which only an assistant may make",
        _ => null,
    };

    private static string? CheckResult(ChatMessage message, FunctionResultContent result, WireFormats formats)
    {
        var isAnthropicForm = message.Role == ChatRole.User && formats == WireFormats.Anthropic;
        return message.Role == ChatRole.Tool || isAnthropicForm ? null : $"has the result of call '{result.CallId}', which is for a message of the tool";
    }

    private static bool IsKnown(ChatRole role) => role == ChatRole.System || role == ChatRole.User || role == ChatRole.Assistant || role == ChatRole.Tool;

    // Adapters leave these out.
    private static bool IsSent(AIContent content) => content is not (ErrorContent or UsageContent or ToolApprovalRequestContent or ToolApprovalResponseContent);

    private static bool EndsWithReasoning(ChatMessage message) => message.Contents.Where(IsSent).LastOrDefault() is TextReasoningContent;

    private static bool ContinuesInNext(IReadOnlyList<ChatMessage> request, int index) => index + 1 < request.Count && request[index + 1].Role == ChatRole.Assistant;

    private static bool IsResultBehindOther(IList<AIContent> contents) => contents.SkipWhile(content => content is FunctionResultContent).Any(content => content is FunctionResultContent);
}
