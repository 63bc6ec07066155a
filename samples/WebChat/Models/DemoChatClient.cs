using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace WebChat.Models;

/// <summary>
/// Stands in for a language model, so that the sample runs without a key and without a network. It books a hut for whoever says
/// "book", and to anything else it repeats what the user has said so far.
/// </summary>
/// <param name="pause">How long it waits before each word, so that a person sees the answer arrive.</param>
public sealed class DemoChatClient(TimeSpan pause = default) : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var id = Guid.NewGuid().ToString("N");
        foreach (var content in Answer([.. messages]))
        {
            await Task.Delay(pause, cancellationToken);
            yield return new ChatResponseUpdate(ChatRole.Assistant, [content]) { ResponseId = id, MessageId = id };
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType?.IsInstanceOfType(this) is true ? this : null;

    public void Dispose()
    {
    }

    private static IEnumerable<AIContent> Answer(IReadOnlyList<ChatMessage> messages) => messages[^1] switch
    {
        { Role: var role } result when role == ChatRole.Tool => Words(string.Join(' ', result.Contents.OfType<FunctionResultContent>().Select(content => content.Result))),
        { Text: var text } when text.Contains("book", StringComparison.OrdinalIgnoreCase) =>
            [new FunctionCallContent(Guid.NewGuid().ToString("N"), nameof(HutTools.BookHut), new Dictionary<string, object?> { ["hut"] = "the Blue Hut" })],
        _ => Words($"So far you said: {string.Join(" / ", messages.Where(message => message.Role == ChatRole.User).Select(message => message.Text))}"),
    };

    private static IEnumerable<AIContent> Words(string text) => text.Split(' ').Select((word, index) => new TextContent(index == 0 ? word : " " + word));
}
