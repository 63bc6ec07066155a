using Microsoft.Extensions.AI;

namespace TwoHosts.Host;

/// <summary>
/// Stands in for a language model, so that the sample runs without a key and without a network. It takes a few milliseconds, looks into the
/// stock for whoever asks how many there are of something, and says back what else it is told.
/// </summary>
internal sealed class StandInModel : IChatClient
{
    private static readonly TimeSpan Thinking = TimeSpan.FromMilliseconds(5);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        await Task.Delay(Thinking, cancellationToken);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, [AnswerTo(messages.Last())]));
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The hosts do not stream.");

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType?.IsInstanceOfType(this) is true ? this : null;

    public void Dispose()
    {
    }

    private static AIContent AnswerTo(ChatMessage message) => message switch
    {
        { Role: var role } when role == ChatRole.Tool => new TextContent($"There are {message.Contents.OfType<FunctionResultContent>().Single().Result}."),
        { Text: var text } when text.StartsWith("How many", StringComparison.Ordinal) =>
            new FunctionCallContent(Guid.NewGuid().ToString("N"), nameof(Stock.Count), new Dictionary<string, object?> { ["question"] = text }),
        _ => new TextContent($"You said: {message.Text}"),
    };
}
