using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Sessions.TestKit;

/// <summary>A service that keeps conversations, and judges every request together with what it has of the conversation.</summary>
/// <param name="innerClient">What answers.</param>
/// <param name="isThread">Whether a conversation has one id, rather than a new one with every answer.</param>
public sealed class ServiceClient(IChatClient innerClient, bool isThread) : DelegatingChatClient(innerClient)
{
    private readonly Dictionary<string, IReadOnlyList<ChatMessage>> _conversations = [];
    private int _answers;

    /// <summary>What was wrong with the requests.</summary>
    public List<string> Problems { get; } = [];

    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var (id, soFar) = Begin(messages, options);
        var response = await base.GetResponseAsync(messages, options, cancellationToken);
        _conversations[id] = [.. soFar, .. response.Messages];
        response.ConversationId = id;
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (id, soFar) = Begin(messages, options);
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            updates.Add(update.Clone());
            update.ConversationId = id;
            yield return update;
        }

        _conversations[id] = [.. soFar, .. updates.ToChatResponse().Messages];
    }

    private (string Id, IReadOnlyList<ChatMessage> SoFar) Begin(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var earlier = options?.ConversationId is { } continued ? _conversations.GetValueOrDefault(continued, []) : [];
        IReadOnlyList<ChatMessage> soFar = [.. earlier, .. messages];
        Problems.AddRange(RequestValidator.Validate(soFar).Select(problem => $"{problem}\n  {string.Join("\n  ", soFar.Select(MessageText.Of))}"));
        _answers++;
        if (isThread)
        {
            // A thread has what was asked once it was answered.
            return (options?.ConversationId ?? "thread", soFar);
        }

        _conversations[$"r{_answers}"] = soFar;
        return ($"r{_answers}", soFar);
    }
}
