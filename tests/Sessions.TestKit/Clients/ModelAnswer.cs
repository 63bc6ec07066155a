using Microsoft.Extensions.AI;

namespace Sessions.TestKit;

/// <summary>What a <see cref="ScriptedModel"/> answers.</summary>
/// <example><code>ModelAnswer.Of("let me see").Call("c1", "add", ("a", 1)).Using(10, 3)</code></example>
public sealed record ModelAnswer
{
    /// <summary>An answer that has nothing yet.</summary>
    public static ModelAnswer Nothing { get; } = new();

    public IReadOnlyList<AIContent> Contents { get; private init; } = [];

    public string? ConversationId { get; private init; }

    public UsageDetails? Usage { get; private init; }

    /// <summary>What is thrown instead of the rest of the answer.</summary>
    public Exception? Failure { get; private init; }

    /// <summary>How many updates of a stream come before the failure; an answer that is not streamed fails at once.</summary>
    public int UpdatesBeforeFailure { get; private init; }

    /// <summary>What happens before the model answers.</summary>
    public Func<CancellationToken, Task>? Before { get; private init; }

    /// <summary>An answer in words.</summary>
    public static ModelAnswer Of(string text) => Nothing.Say(text);

    public ModelAnswer Say(string text) => With(new TextContent(text));

    public ModelAnswer Think(string text) => With(new TextReasoningContent(text));

    public ModelAnswer Call(string id, string name, params (string Name, object? Value)[] arguments) =>
        With(new FunctionCallContent(id, name, arguments.ToDictionary(argument => argument.Name, argument => argument.Value, StringComparer.Ordinal)));

    public ModelAnswer With(AIContent content) => this with { Contents = [.. Contents, content] };

    public ModelAnswer In(string? conversationId) => this with { ConversationId = conversationId };

    public ModelAnswer Using(long inputTokens, long outputTokens) =>
        this with { Usage = new UsageDetails { InputTokenCount = inputTokens, OutputTokenCount = outputTokens, TotalTokenCount = inputTokens + outputTokens } };

    public ModelAnswer FailWith(Exception failure, int afterUpdates = 0) => this with { Failure = failure, UpdatesBeforeFailure = afterUpdates };

    public ModelAnswer After(Func<CancellationToken, Task> before) => this with { Before = before };

    /// <summary>The answer as it is when it is not streamed.</summary>
    public ChatResponse ToResponse(string id) => new(new ChatMessage(ChatRole.Assistant, [.. Contents.Select(Fresh)]) { MessageId = id })
    {
        ResponseId = id,
        ConversationId = ConversationId,
        Usage = Usage is null ? null : Copy(Usage),
        FinishReason = Contents.Any(content => content is FunctionCallContent) ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop,
    };

    /// <summary>The answer piece by piece: texts word by word, and the usage at the end.</summary>
    public IEnumerable<ChatResponseUpdate> ToUpdates(string id)
    {
        var pieces = Contents.SelectMany(Pieces).ToList();
        for (var i = 0; i < pieces.Count; i++)
        {
            yield return Update(id, pieces[i], i == pieces.Count - 1);
        }

        if (Usage is not null)
        {
            yield return Update(id, new UsageContent(Copy(Usage)), isLast: false);
        }
    }

    private ChatResponseUpdate Update(string id, AIContent content, bool isLast) => new(ChatRole.Assistant, [content])
    {
        MessageId = id,
        ResponseId = id,
        ConversationId = ConversationId,
        FinishReason = !isLast ? null : Contents.Any(part => part is FunctionCallContent) ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop,
    };

    private static IEnumerable<AIContent> Pieces(AIContent content)
    {
        if (content is not TextContent text)
        {
            yield return Fresh(content);
            yield break;
        }

        var start = 0;
        while (start < text.Text.Length)
        {
            var end = text.Text.IndexOf(' ', start) is var space and >= 0 ? space + 1 : text.Text.Length;
            yield return new TextContent(text.Text[start..end]);
            start = end;
        }
    }

    // Clients that invoke functions mark the calls that they are given: an answer that is given twice is given as it was.
    private static AIContent Fresh(AIContent content) => content switch
    {
        TextContent text => new TextContent(text.Text),
        TextReasoningContent reasoning => new TextReasoningContent(reasoning.Text),
        FunctionCallContent call => new FunctionCallContent(call.CallId, call.Name, call.Arguments is null ? null : new Dictionary<string, object?>(call.Arguments)),
        _ => content,
    };

    private static UsageDetails Copy(UsageDetails usage)
    {
        var copy = new UsageDetails();
        copy.Add(usage);
        return copy;
    }
}
