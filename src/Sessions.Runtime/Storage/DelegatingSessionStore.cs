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
///     public override async ValueTask CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
///     {
///         await base.CommitAsync(commit, cancellationToken);
///         Interlocked.Increment(ref _commits);
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
    public override ValueTask<StoredSession?> LoadAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        InnerStore.LoadAsync(key, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default) =>
        InnerStore.LoadStateAsync(key, throughTurn, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<long?> GetRevisionAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        InnerStore.GetRevisionAsync(key, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<StoredReply?> FindReplyAsync(SessionKey key, string turnKey, CancellationToken cancellationToken = default) =>
        InnerStore.FindReplyAsync(key, turnKey, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask AppendStepAsync(SessionKey key, string turnKey, ReadOnlyMemory<byte> stepJson, CancellationToken cancellationToken = default) =>
        InnerStore.AppendStepAsync(key, turnKey, stepJson, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadStepsAsync(SessionKey key, string turnKey, CancellationToken cancellationToken = default) =>
        InnerStore.ReadStepsAsync(key, turnKey, cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<StoredTurn> ReadTurnsBackwardAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default) =>
        InnerStore.ReadTurnsBackwardAsync(key, throughTurn, cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<StoredTurn> ReadTurnsAsync(SessionKey key, long afterTurn, long throughTurn, CancellationToken cancellationToken = default) =>
        InnerStore.ReadTurnsAsync(key, afterTurn, throughTurn, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<StoredTurn?> ReadFirstTurnAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default) =>
        InnerStore.ReadFirstTurnAsync(key, throughTurn, cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<StoredTurn> ReadAllTurnsAsync(SessionKey key, long afterTurn, long throughTurn, bool newestFirst, CancellationToken cancellationToken = default) =>
        InnerStore.ReadAllTurnsAsync(key, afterTurn, throughTurn, newestFirst, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default) =>
        InnerStore.CommitAsync(commit, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        InnerStore.DeleteAsync(key, cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<SessionSummary> ListAsync(SessionQuery query, CancellationToken cancellationToken = default) =>
        InnerStore.ListAsync(query, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask ProbeAsync(CancellationToken cancellationToken = default) => InnerStore.ProbeAsync(cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<long> DeleteSessionsCoreAsync(SessionQuery query, CancellationToken cancellationToken) =>
        InnerStore.DeleteSessionsAsync(query, cancellationToken);
}
