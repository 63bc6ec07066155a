using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Sessions.TestKit;

/// <summary>Gives the answers that a test queues, as it goes, and others when there are none; remembers what it was asked.</summary>
public sealed class QueuedAnswerClient : IChatClient
{
    private readonly Queue<Func<Request, CancellationToken, Task<ChatResponse>>> _answers = new();

    public sealed record Request(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)
    {
        public string[] Texts => [.. Messages.Select(message => $"{message.Role}: {message.Text}")];
    }

    public List<Request> Requests { get; } = [];

    public Request Last => Requests[^1];

    public QueuedAnswerClient Answer(string text, string? conversationId = null) =>
        Answer((_, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, text)) { ConversationId = conversationId }));

    public QueuedAnswerClient Fail(Exception exception) => Answer((_, _) => Task.FromException<ChatResponse>(exception));

    public QueuedAnswerClient Answer(Func<Request, CancellationToken, Task<ChatResponse>> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = new Request([.. messages], options?.Clone());
        Requests.Add(request);
        return _answers.TryDequeue(out var answer)
            ? answer(request, cancellationToken)
            : Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, $"answer {Requests.Count}")));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var update in response.ToChatResponseUpdates())
        {
            await Task.Yield();
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
