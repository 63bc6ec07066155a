using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>The model's stream of one turn, and what has been read of it.</summary>
internal sealed class TurnStream : IAsyncDisposable
{
    private readonly IAsyncEnumerator<ChatResponseUpdate> _source;
    private readonly ExecutionContext _flow = ExecutionContext.Capture()!;
    private readonly List<ChatResponseUpdate> _updates = new(capacity: 32);

    /// <summary>Takes a stream.</summary>
    /// <param name="source">The stream, to be disposed with this.</param>
    /// <param name="earlier">What was said before it, in the runs that the turn goes on from.</param>
    public TurnStream(IAsyncEnumerator<ChatResponseUpdate> source, ChatResponse? earlier)
    {
        _source = source;
        if (earlier is not null)
        {
            _updates.AddRange(earlier.ToChatResponseUpdates());
        }
    }

    public bool IsDisposed { get; private set; }

    /// <summary>The service's id of the conversation, from the first update that carried it on; services may give every answer another.</summary>
    public string? ConversationId { get; private set; }

    /// <summary>
    /// Makes the caller's flow that in which the stream was begun, until the caller's async method returns: the reader's own is
    /// outside of the turn.
    /// </summary>
    public void Enter() => ExecutionContext.Restore(_flow);

    public ValueTask<bool> MoveNextAsync() => _source.MoveNextAsync();

    /// <summary>Takes note of the update that the stream stands at.</summary>
    public ChatResponseUpdate Take()
    {
        var update = _source.Current;
        _updates.Add(update);
        if (!string.IsNullOrEmpty(update.ConversationId))
        {
            ConversationId = update.ConversationId;
        }

        return update;
    }

    /// <summary>What has been read, as one response.</summary>
    public ChatResponse ToResponse()
    {
        var response = _updates.ToChatResponse();
        response.ContinuationToken = _updates.Count == 0 ? null : _updates[^1].ContinuationToken;
        return response;
    }

    /// <summary>Marks how far the stream has been read.</summary>
    /// <returns>Makes one response of what was read until then.</returns>
    public Func<ChatResponse> ToResponseUntilHere()
    {
        var count = _updates.Count;
        return () => _updates.GetRange(0, count).ToChatResponse();
    }

    public ValueTask DisposeAsync()
    {
        if (IsDisposed)
        {
            return default;
        }

        IsDisposed = true;
        return _source.DisposeAsync();
    }
}
