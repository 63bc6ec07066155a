namespace Sessions.TestKit;

/// <summary>A store whose every call is a site of a <see cref="FaultPlan"/>.</summary>
public sealed class FaultyStore(SessionStore inner, FaultPlan plan) : DelegatingSessionStore(inner)
{
    public override ValueTask<OpenedSession> OpenAsync(SessionKey key, SessionOpening opening, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.Open", () => base.OpenAsync(key, opening, cancellationToken));

    public override ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long turn, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.LoadState", () => base.LoadStateAsync(key, turn, cancellationToken));

    public override ValueTask<TurnPage> ReadTurnsAsync(SessionKey key, TurnRange range, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.ReadTurns", () => base.ReadTurnsAsync(key, range, cancellationToken));

    public override ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.Commit", () => base.CommitAsync(commit, cancellationToken));

    public override ValueTask<StepOutcome> AppendStepAsync(SessionKey key, string turnKey, StoredStep storedStep, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.AppendStep", () => base.AppendStepAsync(key, turnKey, storedStep, cancellationToken));

    public override ValueTask<CommitResult> MoveAsync(SessionKey key, long expectedRevision, long turn, DateTimeOffset updatedAt, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.Move", () => base.MoveAsync(key, expectedRevision, turn, updatedAt, cancellationToken));

    public override ValueTask<CommitResult> ForkAsync(SessionFork fork, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.Fork", () => base.ForkAsync(fork, cancellationToken));

    public override ValueTask<bool> UpdateDetailsAsync(SessionKey key, SessionDetailsUpdate update, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.UpdateDetails", () => base.UpdateDetailsAsync(key, update, cancellationToken));

    public override ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.Delete", () => base.DeleteAsync(key, cancellationToken));

    public override ValueTask<IReadOnlyList<SessionSummary>> ListPageAsync(SessionQuery query, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.List", () => base.ListPageAsync(query, cancellationToken));
}
