using Microsoft.Extensions.AI;

namespace Sessions.Benchmarks;

/// <summary>A model that costs next to nothing: it answers at once, each time with another text.</summary>
/// <param name="readsMessages">Whether it reads all that it is sent, as a client does that sends it on.</param>
/// <param name="callsTools">Whether a tool is called before each answer, as if by a client that calls functions.</param>
internal sealed class TalkingChatClient(bool readsMessages = false, bool callsTools = false) : IChatClient
{
    public const int UpdatesPerStream = 20;

    private int _answers;

    /// <summary>The characters that it has read.</summary>
    public long Read { get; private set; }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (readsMessages)
        {
            foreach (var message in messages)
            {
                Read += message.Text.Length;
            }
        }

        var answer = new ChatMessage(ChatRole.Assistant, Talk.Answer(_answers++));
        return Task.FromResult(callsTools ? new ChatResponse([.. Talk.Call(_answers), answer]) : new ChatResponse(answer));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await default(ValueTask);
        for (var i = 0; i < UpdatesPerStream; i++)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, "fifteen letters ") { MessageId = "message", ResponseId = "response" };
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
