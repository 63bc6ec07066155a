using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace QuickStart.Models;

/// <summary>
/// Stands in for a language model, so that the sample runs without a key and without a network. It reads the messages of the
/// request, as a model does, and knows nothing else: without the history in the request it remembers nothing. It calls the tools
/// of the request for what they are for.
/// </summary>
/// <param name="pause">How long it waits before each word, so that a person sees the answer arrive.</param>
public sealed class OfflineChatClient(TimeSpan pause = default) : IChatClient
{
    private static readonly ChatClientMetadata Metadata = new("offline", defaultModelId: "offline-stand-in");

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var conversation = messages.ToList();
        var calls = OfflineCalls.For(conversation.LastOrDefault(), options?.Tools);
        var id = Guid.NewGuid().ToString("N");
        foreach (var part in calls.Count > 0 ? calls : Words(conversation))
        {
            await Task.Delay(pause, cancellationToken);
            yield return new ChatResponseUpdate(ChatRole.Assistant, [part]) { ResponseId = id, MessageId = id, ModelId = Metadata.DefaultModelId };
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, [])
        {
            ResponseId = id,
            MessageId = id,
            FinishReason = calls.Count > 0 ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop,
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? Metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
    }

    private static IEnumerable<AIContent> Words(IEnumerable<ChatMessage> conversation)
    {
        var answer = OfflineAnswer.To([.. conversation.Where(message => message.Role == ChatRole.User).Select(message => message.Text)]);
        return answer.Split(' ').Select((word, index) => new TextContent(index == 0 ? word : " " + word));
    }
}
