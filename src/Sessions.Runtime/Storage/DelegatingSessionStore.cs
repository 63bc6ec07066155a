using Sessions.Storage;

namespace Sessions;

/// <summary>
/// A store that passes every operation on to another one: the base of stores that add something to it, such as counting, caching
/// or encrypting.
/// </summary>
/// <remarks>
/// It keeps the same sessions as the store inside it, and so has that store's <see cref="SessionStore.Location"/>: agents with the
/// one and agents with the other share their sessions and the queues of their turns.
/// </remarks>
/// <example>
/// <code>
/// public sealed class CountingStore(SessionStore innerStore) : DelegatingSessionStore(innerStore)
/// {
///     private int _commits;
///
///     public int Commits =&gt; _commits;
///
///     public override ValueTask&lt;CommitResult&gt; CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
///     {
///         Interlocked.Increment(ref _commits);
///         return base.CommitAsync(commit, cancellationToken);
///     }
/// }
/// </code>
/// </example>
public abstract class DelegatingSessionStore : SessionStore
{
    /// <summary>Wraps a store.</summary>
    /// <param name="innerStore">The store that keeps the sessions.</param>
    protected DelegatingSessionStore(SessionStore innerStore)
    {
        ArgumentNullException.ThrowIfNull(innerStore);
        InnerStore = innerStore;
    }

    /// <inheritdoc/>
    public override object Location => InnerStore.Location;

    /// <summary>The store that keeps the sessions.</summary>
    protected SessionStore InnerStore { get; }

    /// <inheritdoc/>
    public override SessionStoreCapabilities Capabilities => InnerStore.Capabilities;

    /// <inheritdoc/>
    internal override HeldLeases Leases => InnerStore.Leases;

    /// <inheritdoc/>
    public override ValueTask InitializeAsync(CancellationToken cancellationToken = default) => InnerStore.InitializeAsync(cancellationToken);

    /// <inheritdoc/>
    public override ValueTask ProbeAsync(CancellationToken cancellationToken = default) => InnerStore.ProbeAsync(cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<OpenedSession> OpenAsync(SessionKey key, SessionOpening opening, CancellationToken cancellationToken = default) =>
        InnerStore.OpenAsync(key, opening, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long turn, CancellationToken cancellationToken = default) =>
        InnerStore.LoadStateAsync(key, turn, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<TurnPage> ReadTurnsAsync(SessionKey key, TurnRange range, CancellationToken cancellationToken = default) =>
        InnerStore.ReadTurnsAsync(key, range, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default) =>
        InnerStore.CommitAsync(commit, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<StepOutcome> AppendStepAsync(SessionKey key, string turnKey, StoredStep storedStep, CancellationToken cancellationToken = default) =>
        InnerStore.AppendStepAsync(key, turnKey, storedStep, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<CommitResult> MoveAsync(SessionKey key, long expectedRevision, long turn, DateTimeOffset updatedAt, CancellationToken cancellationToken = default) =>
        InnerStore.MoveAsync(key, expectedRevision, turn, updatedAt, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<CommitResult> ForkAsync(SessionFork fork, CancellationToken cancellationToken = default) =>
        InnerStore.ForkAsync(fork, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask ReleaseLeaseAsync(SessionKey key, string holder, CancellationToken cancellationToken = default) =>
        InnerStore.ReleaseLeaseAsync(key, holder, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<bool> UpdateDetailsAsync(SessionKey key, SessionDetailsUpdate update, CancellationToken cancellationToken = default) =>
        InnerStore.UpdateDetailsAsync(key, update, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        InnerStore.DeleteAsync(key, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<SessionSummary>> ListPageAsync(SessionQuery query, CancellationToken cancellationToken = default) =>
        InnerStore.ListPageAsync(query, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<TokenUsage> GetUsageAsync(SessionQuery query, CancellationToken cancellationToken = default) =>
        InnerStore.GetUsageAsync(query, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<int> PurgeAsync(int maxCount, TimeSpan grace = default, CancellationToken cancellationToken = default) =>
        InnerStore.PurgeAsync(maxCount, grace, cancellationToken);

    /// <summary>Disposes the store inside.</summary>
    public override async ValueTask DisposeAsync()
    {
        await InnerStore.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override ValueTask<long> DeleteSessionsCoreAsync(SessionQuery query, CancellationToken cancellationToken) =>
        InnerStore.DeleteSessionsAsync(query, cancellationToken);
}
