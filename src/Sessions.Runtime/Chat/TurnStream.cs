using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>The model's stream of one turn, and what has been read of it.</summary>
/// <param name="source">The stream, to be disposed with this.</param>
internal sealed class TurnStream(IAsyncEnumerator<ChatResponseUpdate> source) : IAsyncDisposable
{
    private readonly ExecutionContext _flow = ExecutionContext.Capture()!;
    private readonly List<ChatResponseUpdate> _updates = new(capacity: 32);

    public bool IsDisposed { get; private set; }

    /// <summary>The service's id of the conversation, from the first update that carried it on; services may give every answer another.</summary>
    public string? ConversationId { get; private set; }

    /// <summary>
    /// Makes the caller's flow that in which the stream was begun, until the caller's async method returns: the reader's own is
    /// outside of the turn.
    /// </summary>
    public void Enter() => ExecutionContext.Restore(_flow);

    public ValueTask<bool> MoveNextAsync() => source.MoveNextAsync();

    /// <summary>Takes note of the update that the stream stands at.</summary>
    public ChatResponseUpdate Take()
    {
        var update = source.Current;
        _updates.Add(update);
        if (!string.IsNullOrEmpty(update.ConversationId))
        {
            ConversationId = update.ConversationId;
        }

        return update;
    }

    /// <summary>What has been read, as one response.</summary>
    public ChatResponse ToResponse() => _updates.ToChatResponse();

    public ValueTask DisposeAsync()
    {
        if (IsDisposed)
        {
            return default;
        }

        IsDisposed = true;
        return source.DisposeAsync();
    }
}
