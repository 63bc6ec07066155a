namespace Sessions.TestKit;

/// <summary>A store with nothing but what a store must bring itself: forks, usage, probes and pages are those that the base class makes of it.</summary>
public class MinimalStore(SessionStore inner) : SessionStore
{
    public override ValueTask<OpenedSession> OpenAsync(SessionKey key, SessionOpening opening, CancellationToken cancellationToken = default) => inner.OpenAsync(key, opening, cancellationToken);

    public override ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long turn, CancellationToken cancellationToken = default) => inner.LoadStateAsync(key, turn, cancellationToken);

    public override ValueTask<TurnPage> ReadTurnsAsync(SessionKey key, TurnRange range, CancellationToken cancellationToken = default) => inner.ReadTurnsAsync(key, range, cancellationToken);

    public override ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default) => inner.CommitAsync(commit, cancellationToken);

    public override ValueTask<StepOutcome> AppendStepAsync(SessionKey key, string turnKey, StoredStep storedStep, CancellationToken cancellationToken = default) => inner.AppendStepAsync(key, turnKey, storedStep, cancellationToken);

    public override ValueTask<CommitResult> MoveAsync(SessionKey key, long expectedRevision, long turn, DateTimeOffset updatedAt, CancellationToken cancellationToken = default) =>
        inner.MoveAsync(key, expectedRevision, turn, updatedAt, cancellationToken);

    public override ValueTask<bool> UpdateDetailsAsync(SessionKey key, SessionDetailsUpdate update, CancellationToken cancellationToken = default) => inner.UpdateDetailsAsync(key, update, cancellationToken);

    public override ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default) => inner.DeleteAsync(key, cancellationToken);

    public override ValueTask<IReadOnlyList<SessionSummary>> ListPageAsync(SessionQuery query, CancellationToken cancellationToken = default) => inner.ListPageAsync(query, cancellationToken);

    // Only the store itself knows of steps whose sessions never had a commit.
    protected override ValueTask<long> DeleteSessionsCoreAsync(SessionQuery query, CancellationToken cancellationToken) =>
        query.IsAllOfTenant ? inner.DeleteSessionsAsync(query, cancellationToken) : base.DeleteSessionsCoreAsync(query, cancellationToken);
}
