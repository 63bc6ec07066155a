namespace Sessions.Agents;

/// <summary>The stream of one run. To read it again would be to run another turn, which nobody expects of a sequence.</summary>
internal sealed class SingleUseStream(IAsyncEnumerable<AgentResponseUpdate> updates) : IAsyncEnumerable<AgentResponseUpdate>
{
    private int _isTaken;

    public IAsyncEnumerator<AgentResponseUpdate> GetAsyncEnumerator(CancellationToken cancellationToken = default) => Interlocked.Exchange(ref _isTaken, 1) == 0
        ? updates.GetAsyncEnumerator(cancellationToken)
        : throw new InvalidOperationException("The stream of a run can be read once. Call RunStreamingAsync again to run another turn, or keep the updates in a list.");
}
