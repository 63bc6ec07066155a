using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Sessions.Tests.Messages;

/// <summary>Answers with the very message that it was given first, and with a word from then on.</summary>
internal sealed class GivenAnswerClient(ChatMessage answer) : IChatClient
{
    private bool _hasAnswered;

    /// <summary>What it was sent last.</summary>
    public IReadOnlyList<ChatMessage> Last { get; private set; } = [];

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Last = [.. messages];
        var response = new ChatResponse(_hasAnswered ? new ChatMessage(ChatRole.Assistant, "ok") : answer);
        _hasAnswered = true;
        return Task.FromResult(response);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var message in (await GetResponseAsync(messages, options, cancellationToken)).Messages)
        {
            foreach (var content in message.Contents)
            {
                yield return new ChatResponseUpdate(message.Role, [content]);
            }
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
