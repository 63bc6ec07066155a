namespace Sessions.TestKit;

/// <summary>A store that is another one, but for what a test makes of it.</summary>
public abstract class DelegatingStore(SessionStore inner) : SessionStore
{
    public override ValueTask<StoredSession?> LoadAsync(SessionKey key, CancellationToken cancellationToken = default) => inner.LoadAsync(key, cancellationToken);

    public override ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default) =>
        inner.LoadStateAsync(key, throughTurn, cancellationToken);

    public override ValueTask<long?> GetRevisionAsync(SessionKey key, CancellationToken cancellationToken = default) => inner.GetRevisionAsync(key, cancellationToken);

    public override ValueTask<StoredReply?> FindReplyAsync(SessionKey key, string turnKey, CancellationToken cancellationToken = default) =>
        inner.FindReplyAsync(key, turnKey, cancellationToken);

    public override ValueTask AppendStepAsync(SessionKey key, string turnKey, ReadOnlyMemory<byte> stepJson, CancellationToken cancellationToken = default) =>
        inner.AppendStepAsync(key, turnKey, stepJson, cancellationToken);

    public override ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadStepsAsync(SessionKey key, string turnKey, CancellationToken cancellationToken = default) =>
        inner.ReadStepsAsync(key, turnKey, cancellationToken);

    public override IAsyncEnumerable<StoredTurn> ReadTurnsBackwardAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default) =>
        inner.ReadTurnsBackwardAsync(key, throughTurn, cancellationToken);

    public override IAsyncEnumerable<StoredTurn> ReadTurnsAsync(SessionKey key, long afterTurn, long throughTurn, CancellationToken cancellationToken = default) =>
        inner.ReadTurnsAsync(key, afterTurn, throughTurn, cancellationToken);

    public override ValueTask CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default) => inner.CommitAsync(commit, cancellationToken);

    public override ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default) => inner.DeleteAsync(key, cancellationToken);

    public override IAsyncEnumerable<SessionSummary> ListAsync(SessionQuery query, CancellationToken cancellationToken = default) => inner.ListAsync(query, cancellationToken);
}
