using Microsoft.Extensions.AI;

namespace Sessions.Tests.History;

/// <summary>Messages in few words, and the words of messages.</summary>
internal static class Talk
{
    public static ChatMessage User(params AIContent[] contents) => new(ChatRole.User, contents);

    public static ChatMessage User(string text) => new(ChatRole.User, text);

    public static ChatMessage Assistant(params AIContent[] contents) => new(ChatRole.Assistant, contents);

    public static ChatMessage Assistant(string text) => new(ChatRole.Assistant, text);

    public static ChatMessage Tool(params AIContent[] contents) => new(ChatRole.Tool, contents);

    public static TextContent Text(string text) => new(text);

    public static TextReasoningContent Reasoning(string text) => new(text);

    public static FunctionCallContent Call(string id) => new(id, "tool", new Dictionary<string, object?> { ["x"] = 1 });

    public static FunctionResultContent Result(string id, string value = "ok") => new(id, value);

    public static ToolApprovalRequestContent Ask(string id) => new("ask-" + id, Call(id));

    public static ToolApprovalResponseContent Answer(string id, bool approved = true) => new("ask-" + id, approved, Call(id));

    public static SessionLog Log(params ChatMessage[][] turns) => turns.Aggregate(SessionLog.Empty, Add);

    public static SessionLog Add(SessionLog log, IReadOnlyList<ChatMessage> turn) => log.Append(new SessionTurn(Record(log.TurnCount + 1), turn));

    public static SessionTurn Turn(int number, params ChatMessage[] messages) => new(Record(number), messages);

    /// <summary>The messages as one text: roles by their first letters, contents in a word or two.</summary>
    public static string Words(IEnumerable<ChatMessage> messages) => string.Join(" | ", messages.Select(Words));

    private static string Words(ChatMessage message) => message.Role.Value[..1] + ": " + string.Join(", ", message.Contents.Select(Words));

    private static string Words(AIContent content) => content switch
    {
        TextContent text => text.Text,
        TextReasoningContent reasoning => $"({reasoning.Text})",
        FunctionCallContent call => $"call {call.CallId}",
        FunctionResultContent result => $"{result.CallId}={Shorten(result.Result)}",
        ToolApprovalRequestContent request => $"ask {request.ToolCall.CallId}",
        ToolApprovalResponseContent response => $"{(response.Approved ? "yes" : "no")} {response.ToolCall.CallId}",
        ToolCallContent call => $"hosted call {call.CallId}",
        ToolResultContent result => $"hosted result {result.CallId}",
        _ => content.GetType().Name,
    };

    private static string Shorten(object? result) => result switch
    {
        "There is no result of this call. Whether it had an effect is not known." => "none",
        "The user did not answer the request for approval. The tool was not called." => "unanswered",
        "The user rejected the call. The tool was not called." => "rejected",
        _ => $"{result}",
    };

    private static TurnRecord Record(int number) => new()
    {
        Number = number,
        Id = $"turn-{number}",
        ParentTurn = number - 1,
        StartedAt = DateTimeOffset.UnixEpoch,
        CompletedAt = DateTimeOffset.UnixEpoch,
    };
}
