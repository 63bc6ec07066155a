using System.Globalization;
using Microsoft.Extensions.AI;

namespace Sessions.Testing;

/// <summary>What a <see cref="ScriptedChatClient"/> answers: text, calls of tools, any other content, or a failure.</summary>
/// <remarks>It is not changed by being given: each answer has contents of its own.</remarks>
/// <example>
/// <code>ScriptedAnswer.Of("Let me see.").Calling("weather", ("city", "Rome")).Using(inputTokens: 10, outputTokens: 3)</code>
/// </example>
public sealed class ScriptedAnswer
{
    private static readonly ScriptedAnswer Nothing = new();

    private IReadOnlyList<Func<string, AIContent>> Contents { get; init; } = [];

    private string? ConversationId { get; init; }

    private UsageDetails? Usage { get; init; }

    private Exception? Failure { get; init; }

    private int UpdatesBeforeFailure { get; init; }

    private Func<CancellationToken, Task>? Before { get; init; }

    private ScriptedAnswer()
    {
    }

    private ScriptedAnswer(ScriptedAnswer other)
    {
        Contents = other.Contents;
        ConversationId = other.ConversationId;
        Usage = other.Usage;
        Failure = other.Failure;
        UpdatesBeforeFailure = other.UpdatesBeforeFailure;
        Before = other.Before;
    }

    /// <summary>An answer in words. Streamed, each word is an update.</summary>
    /// <param name="text">The words.</param>
    public static ScriptedAnswer Of(string text) => Nothing.With(() => new TextContent(text));

    /// <summary>An answer that calls a tool.</summary>
    /// <inheritdoc cref="Calling"/>
    public static ScriptedAnswer Call(string name, params (string Name, object? Value)[] arguments) => Nothing.Calling(name, arguments);

    /// <summary>A failure instead of an answer.</summary>
    /// <param name="exception">What is thrown.</param>
    public static ScriptedAnswer Fail(Exception exception) => Nothing.Failing(exception);

    /// <summary>The answer, and then a call of a tool.</summary>
    /// <remarks>
    /// The call's id is made of the request's number: it is unique among the calls of one client, and another client makes the same ids.
    /// Where a test goes on with a session on a second client, that one may call by an id that the history has already.
    /// </remarks>
    /// <param name="name">The tool's name.</param>
    /// <param name="arguments">The arguments by their names.</param>
    public ScriptedAnswer Calling(string name, params (string Name, object? Value)[] arguments)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(arguments);
        var number = Contents.Count + 1;
        return With(id => new FunctionCallContent(
            string.Create(CultureInfo.InvariantCulture, $"{id}-call-{number}"), name, arguments.ToDictionary(argument => argument.Name, argument => argument.Value, StringComparer.Ordinal)));
    }

    /// <summary>The answer, and then some other content.</summary>
    /// <param name="content">Makes the content, whenever the answer is given.</param>
    public ScriptedAnswer With(Func<AIContent> content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return With(_ => content());
    }

    /// <summary>The answer of a service that keeps the history.</summary>
    /// <param name="conversationId">The service's id of the conversation.</param>
    public ScriptedAnswer In(string conversationId) => new(this) { ConversationId = conversationId };

    /// <summary>The answer, with the tokens that it cost.</summary>
    /// <param name="inputTokens">Tokens of the request.</param>
    /// <param name="outputTokens">Tokens of the answer.</param>
    public ScriptedAnswer Using(long inputTokens, long outputTokens) =>
        new(this) { Usage = new UsageDetails { InputTokenCount = inputTokens, OutputTokenCount = outputTokens, TotalTokenCount = inputTokens + outputTokens } };

    /// <summary>A part of the answer, and then a failure.</summary>
    /// <param name="exception">What is thrown.</param>
    /// <param name="afterUpdates">How many updates of a stream come before it. What is not streamed fails at once.</param>
    public ScriptedAnswer Failing(Exception exception, int afterUpdates = 0)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new(this) { Failure = exception, UpdatesBeforeFailure = afterUpdates };
    }

    /// <summary>The answer, once something has happened: to hold it back, or to change something while the model thinks.</summary>
    /// <param name="before">What happens. It is given the request's token.</param>
    public ScriptedAnswer After(Func<CancellationToken, Task> before) => new(this) { Before = before };

    internal Task PrepareAsync(CancellationToken cancellationToken) => Before?.Invoke(cancellationToken) ?? Task.CompletedTask;

    internal ChatResponse ToResponse(string id)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        List<AIContent> contents = [.. Contents.Select(content => content(id))];
        return new(new ChatMessage(ChatRole.Assistant, contents) { MessageId = id })
        {
            ResponseId = id,
            ConversationId = ConversationId,
            Usage = CopyOfUsage(),
            FinishReason = FinishReasonOf(contents),
        };
    }

    internal IEnumerable<ChatResponseUpdate> ToUpdates(string id)
    {
        List<AIContent> contents = [.. Contents.Select(content => content(id))];
        var pieces = contents.SelectMany(Pieces).ToList();
        if (CopyOfUsage() is { } usage)
        {
            pieces.Add(new UsageContent(usage));
        }

        for (var i = 0; i < pieces.Count && (Failure is null || i < UpdatesBeforeFailure); i++)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [pieces[i]])
            {
                MessageId = id,
                ResponseId = id,
                ConversationId = ConversationId,
                FinishReason = i == pieces.Count - 1 ? FinishReasonOf(contents) : null,
            };
        }

        if (Failure is not null)
        {
            throw Failure;
        }
    }

    private ScriptedAnswer With(Func<string, AIContent> content) => new(this) { Contents = [.. Contents, content] };

    private static ChatFinishReason FinishReasonOf(List<AIContent> contents) =>
        contents.Exists(content => content is FunctionCallContent) ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop;

    private static IEnumerable<AIContent> Pieces(AIContent content)
    {
        if (content is not TextContent text)
        {
            yield return content;
            yield break;
        }

        for (var (start, end) = (0, 0); start < text.Text.Length; start = end)
        {
            end = text.Text.IndexOf(' ', start) is var space and >= 0 ? space + 1 : text.Text.Length;
            yield return new TextContent(text.Text[start..end]);
        }
    }

    private UsageDetails? CopyOfUsage() => Usage is null
        ? null
        : new UsageDetails { InputTokenCount = Usage.InputTokenCount, OutputTokenCount = Usage.OutputTokenCount, TotalTokenCount = Usage.TotalTokenCount };
}
