using Microsoft.Extensions.AI;

namespace Sessions.QuickStart.Tests;

/// <summary>A model that says what a test tells it, and keeps the options it was called with.</summary>
public sealed class FakeChatClient(Func<CancellationToken, string> answer) : IChatClient
{
    public List<ChatOptions?> Options { get; } = [];

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Options.Add(options?.Clone());
        await Task.Yield();
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, answer(cancellationToken)));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
