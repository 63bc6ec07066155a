using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.History;

/// <summary>A model that shows its request, and answers once it is told what.</summary>
internal sealed class WaitingModel : IChatClient
{
    private readonly TaskCompletionSource<IReadOnlyList<ChatMessage>> _request = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<IReadOnlyList<ChatMessage>?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<IReadOnlyList<ChatMessage>> Request => _request.Task;

    /// <summary>Cancels the run.</summary>
    public CancellationTokenSource Cancellation { get; } = new();

    /// <summary>Answers, or fails where there is no answer. A token that is cancelled cancels the run with it.</summary>
    public void Answer(IReadOnlyList<ChatMessage>? messages, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            Cancellation.Cancel();
        }

        _answer.SetResult(messages);
    }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        _request.SetResult([.. messages]);
        return new ChatResponse([.. await _answer.Task ?? throw new FailedException()]);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var message in response.Messages)
        {
            message.MessageId ??= Guid.NewGuid().ToString("N");
        }

        foreach (var update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    public sealed class FailedException() : Exception("The model is not there.");
}
