using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Sessions.Generators.Tests;

/// <summary>A model that says "b", and remembers what it was sent before the last message.</summary>
internal sealed class ReplyClient : IChatClient
{
    public string History { get; private set; } = "";

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        History = string.Join('+', messages.SkipLast(1).Select(message => message.Text));
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "b")));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
