using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Sessions.WebChat.Tests;

/// <summary>Streams the words of its answers. At the word "|" it waits until it is let go on, and at "!" it fails.</summary>
public sealed class PacedModel : IChatClient
{
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<ChatMessage[]> _requests = [];

    /// <summary>The words that answer a request, or the call of a tool.</summary>
    public Func<ChatMessage[], AIContent> Answer { get; set; } = _ => new TextContent("Take the | northern path.");

    public IReadOnlyCollection<ChatMessage[]> Requests => _requests;

    public void GoOn() => _goOn.TrySetResult();

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ChatMessage[] request = [.. messages];
        _requests.Enqueue(request);
        var answer = Answer(request);
        foreach (var word in answer is TextContent text ? text.Text.Split(' ') : [])
        {
            if (word == "|")
            {
                await _goOn.Task.WaitAsync(cancellationToken);
                continue;
            }

            yield return word == "!" ? throw new InvalidOperationException("secret") : new ChatResponseUpdate(ChatRole.Assistant, word + " ");
        }

        if (answer is not TextContent)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [answer]);
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
