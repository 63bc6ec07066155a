namespace Sessions.TestKit;

/// <summary>A store whose every call is a site of a <see cref="FaultPlan"/>.</summary>
public sealed class FaultyStore(SessionStore inner, FaultPlan plan) : DelegatingSessionStore(inner)
{
    public override ValueTask<StoredSession?> LoadAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.Load", () => base.LoadAsync(key, cancellationToken));

    public override ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.LoadState", () => base.LoadStateAsync(key, throughTurn, cancellationToken));

    public override ValueTask<long?> GetRevisionAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.GetRevision", () => base.GetRevisionAsync(key, cancellationToken));

    public override ValueTask<StoredReply?> FindReplyAsync(SessionKey key, string turnKey, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.FindReply", () => base.FindReplyAsync(key, turnKey, cancellationToken));

    public override ValueTask AppendStepAsync(SessionKey key, string turnKey, ReadOnlyMemory<byte> stepJson, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.AppendStep", () => base.AppendStepAsync(key, turnKey, stepJson, cancellationToken));

    public override ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadStepsAsync(SessionKey key, string turnKey, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.ReadSteps", () => base.ReadStepsAsync(key, turnKey, cancellationToken));

    public override IAsyncEnumerable<StoredTurn> ReadTurnsBackwardAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.ReadTurnsBackward", base.ReadTurnsBackwardAsync(key, throughTurn, cancellationToken), cancellationToken);

    public override IAsyncEnumerable<StoredTurn> ReadTurnsAsync(SessionKey key, long afterTurn, long throughTurn, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.ReadTurns", base.ReadTurnsAsync(key, afterTurn, throughTurn, cancellationToken), cancellationToken);

    public override ValueTask CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.Commit", () => base.CommitAsync(commit, cancellationToken));

    public override ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.Delete", () => base.DeleteAsync(key, cancellationToken));

    public override IAsyncEnumerable<SessionSummary> ListAsync(SessionQuery query, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.List", base.ListAsync(query, cancellationToken), cancellationToken);
}
