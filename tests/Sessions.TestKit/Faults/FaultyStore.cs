namespace Sessions.Tests;

/// <summary>A store whose every call is a site of a <see cref="FaultPlan"/>.</summary>
internal sealed class FaultyStore(SessionStore inner, FaultPlan plan) : SessionStore
{
    public override ValueTask<StoredSession?> LoadAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.Load", () => inner.LoadAsync(key, cancellationToken));

    public override ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.LoadState", () => inner.LoadStateAsync(key, throughTurn, cancellationToken));

    public override ValueTask<long?> GetRevisionAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.GetRevision", () => inner.GetRevisionAsync(key, cancellationToken));

    public override ValueTask<StoredReply?> FindReplyAsync(SessionKey key, string turnKey, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.FindReply", () => inner.FindReplyAsync(key, turnKey, cancellationToken));

    public override ValueTask AppendStepAsync(SessionKey key, string turnKey, ReadOnlyMemory<byte> stepJson, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.AppendStep", () => inner.AppendStepAsync(key, turnKey, stepJson, cancellationToken));

    public override ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadStepsAsync(SessionKey key, string turnKey, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.ReadSteps", () => inner.ReadStepsAsync(key, turnKey, cancellationToken));

    public override IAsyncEnumerable<StoredTurn> ReadTurnsBackwardAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.ReadTurnsBackward", inner.ReadTurnsBackwardAsync(key, throughTurn, cancellationToken), cancellationToken);

    public override IAsyncEnumerable<StoredTurn> ReadTurnsAsync(SessionKey key, long afterTurn, long throughTurn, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.ReadTurns", inner.ReadTurnsAsync(key, afterTurn, throughTurn, cancellationToken), cancellationToken);

    public override ValueTask CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.Commit", () => inner.CommitAsync(commit, cancellationToken));

    public override ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.Delete", () => inner.DeleteAsync(key, cancellationToken));

    public override IAsyncEnumerable<SessionSummary> ListAsync(SessionQuery query, CancellationToken cancellationToken = default) =>
        plan.AroundAsync("store.List", inner.ListAsync(query, cancellationToken), cancellationToken);
}
