using Sessions.Storage;

namespace Sessions.Agents;

/// <summary>Appends the steps of one key, each with the ordinal after the last. Safe for concurrent use.</summary>
/// <param name="log">Where they are kept.</param>
/// <param name="turnKey">The key.</param>
/// <param name="session">The session that they are of, if there is one.</param>
/// <param name="timeProvider">The clock that they expire by.</param>
/// <param name="last">The last ordinal that is taken, as far as it is known.</param>
internal sealed class StepSequence(StepLog log, string turnKey, ChatClientAgentSession? session, TimeProvider timeProvider, int last = 0)
{
    private int _last = last;

    /// <summary>Appends a step.</summary>
    /// <param name="json">The step.</param>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> json)
    {
        StepOutcome outcome;
        do
        {
            // Another process may be running the same turn: what each has done is recorded.
            outcome = await log.AppendAsync(turnKey, new StoredStep
            {
                Ordinal = Interlocked.Increment(ref _last),
                Json = json,
                ExpiresAt = timeProvider.GetUtcNow() + SessionStore.StepRetention,
                SessionCreatedAt = session?.StoredCreatedAt,
            }).ConfigureAwait(false);
        }
        while (outcome == StepOutcome.OrdinalTaken);
    }
}
