namespace Sessions.Agents;

/// <summary>
/// Ends a streamed turn with its stream. A reader that neither reads on nor disposes the stream would hold up the session's
/// queue for ever; when nothing refers to its stream any more, the turn is ended as one that was left early.
/// </summary>
/// <remarks>Only the stream's own state refers to the guard, so that it becomes unreachable with the stream.</remarks>
internal sealed class StreamedTurnGuard(ChatTurn turn) : IAsyncDisposable
{
#pragma warning disable MA0055 // Nothing but the collector knows that a reader has gone away without a word.
    ~StreamedTurnGuard() => ThreadPool.UnsafeQueueUserWorkItem(static turn => _ = turn.DisposeAsync().AsTask(), turn, preferLocal: false);
#pragma warning restore MA0055

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return turn.DisposeAsync();
    }
}
