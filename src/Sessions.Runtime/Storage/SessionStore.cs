using System.Runtime.CompilerServices;
using Sessions.Storage;

namespace Sessions;

/// <summary>Keeps sessions: each a log of turns, the state values along it, and a head that says where it stands.</summary>
/// <remarks>
/// <para>A store knows nothing of messages or state types: what it keeps of them is JSON, which comes back byte for byte, and times come
/// back to the tick. Texts are opaque, and compared ordinally. It reports its own failures as they are (<c>DbException</c>, <see cref="IOException"/>); the agent wraps them in a <see cref="SessionStoreException"/>.</para>
/// <para>A turn asks it twice: <see cref="OpenAsync"/> before the model is called, and <see cref="CommitAsync"/> after; under a lease that is held still, the former is left out. A turn with a key
/// asks once more for each tool. Operations with a default are made of the others; a store overrides those that it can do better.</para>
/// <para>From <see cref="SessionDetails.ExpiresAt"/> on a session is absent, whichever way it is asked for.</para>
/// <para>Implementations are safe for concurrent use, by many sessions and by many processes.</para>
/// </remarks>
public abstract class SessionStore : IAsyncDisposable
{
    // Enough for one round trip to be worth it, and little to hold.
    private const int PageSize = 200;

    private HeldLeases? _leases;

    /// <summary>
    /// Where the sessions are kept: equal for stores that keep the same ones. By default a store is a place of its own. Turns of one
    /// session of one place queue within the process, and sessions are handed over within one, whichever store objects are used.
    /// </summary>
    /// <remarks>
    /// A store over a file, a server or another process's memory returns an object with value equality that names it, in which
    /// links and other spellings are resolved. It is asked for with every turn, so it should be at hand, and it does not change.
    /// Where it fails, so does the turn, before it begins.
    /// </remarks>
    public virtual object Location => this;

    /// <summary>What the store can do besides what every store does.</summary>
    public virtual SessionStoreCapabilities Capabilities => SessionStoreCapabilities.None;

    /// <summary>The leases that this process holds of the store's sessions.</summary>
    internal virtual HeldLeases Leases => LazyInitializer.EnsureInitialized(ref _leases, static () => new HeldLeases());

    /// <summary>How long the steps of a turn with a key are kept that does not complete: 30 days, from the last of them.</summary>
    public static TimeSpan StepRetention { get; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Makes the store ready: whatever it needs on its disk or its server is made, or brought up to date. Every other operation does so
    /// by itself if it has to; a program that starts calls it to fail early.
    /// </summary>
    /// <param name="cancellationToken">Cancels the work.</param>
    public virtual ValueTask InitializeAsync(CancellationToken cancellationToken = default) => ProbeAsync(cancellationToken);

    /// <summary>
    /// Asks whether the store can be used now, as a health check does, and fails as its other operations would. By default it is asked
    /// for a session that it does not have.
    /// </summary>
    /// <param name="cancellationToken">Cancels the question.</param>
    public virtual async ValueTask ProbeAsync(CancellationToken cancellationToken = default) =>
        _ = await OpenAsync(new SessionKey("(probe)"), SessionOpening.Head, cancellationToken).ConfigureAwait(false);

    /// <summary>Reads what a turn begins with, or a part of it, as of one moment.</summary>
    /// <param name="key">The session.</param>
    /// <param name="opening">What to read.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public abstract ValueTask<OpenedSession> OpenAsync(SessionKey key, SessionOpening opening, CancellationToken cancellationToken = default);

    /// <summary>Loads a session's head, its state as of the head's current turn, and its details.</summary>
    /// <param name="key">The session.</param>
    /// <param name="cancellationToken">Cancels the load.</param>
    /// <returns>The session, or <see langword="null"/> if the store does not have it.</returns>
    public async ValueTask<StoredSession?> LoadAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        (await OpenAsync(key, SessionOpening.Head, cancellationToken).ConfigureAwait(false)).Session;

    /// <summary>Loads a session's state as it was at a turn.</summary>
    /// <param name="key">The session.</param>
    /// <param name="turn">The turn; 0 for the state from before the first.</param>
    /// <param name="cancellationToken">Cancels the load.</param>
    /// <returns>The newest value of each slot along the chain that ends with the turn; emptied slots are left out.</returns>
    public abstract ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long turn, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads a page of turns: along the chain that ends with <see cref="TurnRange.ThroughTurn"/>, or of all branches. Nothing is held
    /// open between two pages.
    /// </summary>
    /// <param name="key">The session.</param>
    /// <param name="range">Which turns.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public abstract ValueTask<TurnPage> ReadTurnsAsync(SessionKey key, TurnRange range, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes a commit, all of it or nothing, if the stored session is at the revision that the commit was made from. A commit that has
    /// a turn with an <see cref="StoredTurn.InputHash"/> removes the steps of the turn's key.
    /// </summary>
    /// <remarks>
    /// A session that has expired while a turn ran, and is not purged yet, takes a commit from its revision: with a later
    /// <see cref="SessionCommit.ExpiresAt"/> it is there again. A commit of a new session takes the place of one that has expired, of
    /// which nothing is read any more.
    /// </remarks>
    /// <param name="commit">What to write.</param>
    /// <param name="cancellationToken">Cancels the commit before it is written; afterwards its outcome is waited for.</param>
    /// <returns>
    /// What became of it. It is a conflict where the stored session is at another revision than
    /// <see cref="SessionCommit.ExpectedRevision"/>, was made anew since, exists although that is <see langword="null"/>, or is gone. A store that throws has
    /// not said what became of it either: the agent asks for the commit's turn.
    /// </returns>
    public abstract ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Keeps a finished step of a turn that is under way, so that the turn can be run again without doing the step again. The session
    /// need not be in the store yet. The step is durable when this returns.
    /// </summary>
    /// <param name="key">The session.</param>
    /// <param name="turnKey">The turn's key.</param>
    /// <param name="storedStep">The step.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>What became of it. A step that is there already, byte for byte, is kept.</returns>
    public abstract ValueTask<StepOutcome> AppendStepAsync(SessionKey key, string turnKey, StoredStep storedStep, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes another turn of a session, of whatever branch, the one that it stands at, with the state as of that turn.
    /// </summary>
    /// <param name="key">The session.</param>
    /// <param name="expectedRevision">The revision that the session is at.</param>
    /// <param name="turn">The turn, which the session has; 0 for before the first.</param>
    /// <param name="updatedAt">When it is done, in UTC.</param>
    /// <param name="cancellationToken">Cancels the work before it is written.</param>
    /// <returns>What became of it, with the session as it is then.</returns>
    public abstract ValueTask<CommitResult> MoveAsync(SessionKey key, long expectedRevision, long turn, DateTimeOffset updatedAt, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes a session that begins with the turns and the state of another, whose owner and metadata it takes over. The turns keep their
    /// numbers; their keys stay with the other session. By default they are copied.
    /// </summary>
    /// <param name="fork">What to make.</param>
    /// <param name="cancellationToken">Cancels the work before it is written.</param>
    /// <returns>What became of it, with the new session; a conflict where there is a session of its key already.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The other session, or the turn in its present, is not there.</exception>
    public virtual ValueTask<CommitResult> ForkAsync(SessionFork fork, CancellationToken cancellationToken = default) => CopiedFork.MakeAsync(this, fork, cancellationToken);

    /// <summary>Gives back the lease of a session, if the holder has it. By default there is none.</summary>
    /// <param name="key">The session, which need not be there.</param>
    /// <param name="holder">Who has asked for it.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public virtual ValueTask ReleaseLeaseAsync(SessionKey key, string holder, CancellationToken cancellationToken = default) => default;

    /// <summary>
    /// Writes fields of a session's details, whatever its revision and without changing that: of each field the last write counts.
    /// </summary>
    /// <param name="key">The session.</param>
    /// <param name="update">What to write.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>Whether the store has the session.</returns>
    public abstract ValueTask<bool> UpdateDetailsAsync(SessionKey key, SessionDetailsUpdate update, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes a session with its turns, messages, state and details, and the steps of turns that were never committed, those of a
    /// session that never had a commit among them, and its lease. What forks of it have stays theirs.
    /// </summary>
    /// <param name="key">The session.</param>
    /// <param name="cancellationToken">Cancels the deletion.</param>
    /// <returns>Whether the store had the session.</returns>
    public abstract ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes a session as <see cref="DeleteAsync(SessionKey, CancellationToken)"/> does, if it belongs to an agent. Where there is no session, steps of a
    /// first turn that was not committed belong to nobody, and go. By default the session is loaded first.
    /// </summary>
    /// <param name="key">The session.</param>
    /// <param name="agentId">The agent.</param>
    /// <param name="cancellationToken">Cancels the deletion.</param>
    /// <returns>Whether the store had the session.</returns>
    /// <exception cref="SessionMismatchException">It belongs to another agent, and is as it was.</exception>
    public virtual async ValueTask<bool> DeleteAsync(SessionKey key, string agentId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(agentId);
        var stored = await LoadAsync(key, cancellationToken).ConfigureAwait(false);
        return stored is null || string.Equals(stored.Head.AgentId, agentId, StringComparison.Ordinal)
            ? await DeleteAsync(key, cancellationToken).ConfigureAwait(false)
            : throw new SessionMismatchException(key, stored.Head.AgentId, agentId);
    }

    /// <summary>Deletes the sessions that a query fits, as <see cref="DeleteAsync(SessionKey, CancellationToken)"/> does, whichever agents they belong to.</summary>
    /// <remarks>
    /// The query's order, cursor and count are not asked for. Steps of a turn in a session that never had a commit belong to no agent
    /// yet: <see cref="SessionQuery.All"/> takes those of its tenant.
    /// </remarks>
    /// <param name="query">Which sessions.</param>
    /// <param name="cancellationToken">Cancels the deletion; some sessions may be deleted by then.</param>
    /// <returns>How many sessions the store had of them.</returns>
    /// <exception cref="ArgumentException">The query names nothing but a tenant, and <see cref="SessionQuery.All"/> did not make it.</exception>
    public ValueTask<long> DeleteSessionsAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        SessionQuery.ThrowIfNotToDeleteBy(query);
        return DeleteSessionsCoreAsync(query, cancellationToken);
    }

    /// <summary>Lists sessions of a tenant, whichever agents they belong to: all that the query fits, unless it says how many, page by page.</summary>
    /// <param name="query">Which sessions, in which order, and how many.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    /// <exception cref="ArgumentException">The query's cursor is not of this list.</exception>
    /// <exception cref="NotSupportedException">The query asks for what the store cannot do.</exception>
    public async IAsyncEnumerable<SessionSummary> ListAsync(SessionQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var left = query.MaxCount ?? int.MaxValue;
        while (left > 0)
        {
            var count = Math.Min(left, PageSize);
            var page = await ListPageAsync(query with { MaxCount = count }, cancellationToken).ConfigureAwait(false);
            foreach (var session in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return session;
            }

            left = page.Count < count ? 0 : left - count;
            query = query with { Cursor = page.Count == 0 ? null : page[^1].Cursor };
        }
    }

    /// <summary>Lists the next sessions that a query fits.</summary>
    /// <param name="query">Which sessions, with <see cref="SessionQuery.MaxCount"/>.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    /// <returns>As many as were asked for, each with its <see cref="SessionSummary.Cursor"/>; fewer where no more follow.</returns>
    public abstract ValueTask<IReadOnlyList<SessionSummary>> ListPageAsync(SessionQuery query, CancellationToken cancellationToken = default);

    /// <summary>Sums the tokens of the sessions that a query fits. By default they are listed.</summary>
    /// <param name="query">Which sessions. Order, cursor and count are not asked for.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public virtual async ValueTask<TokenUsage> GetUsageAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var sum = default(TokenUsage);
        await foreach (var session in ListAsync(query with { Order = SessionOrder.Id, Cursor = null, MaxCount = null }, cancellationToken).ConfigureAwait(false))
        {
            sum += session.Usage;
        }

        return sum;
    }

    /// <summary>
    /// Removes what is expired: sessions with their steps, and steps. By default there is nothing to remove, as where a server does so by itself.
    /// </summary>
    /// <param name="maxCount">The most to remove.</param>
    /// <param name="grace">
    /// How long ago sessions must have expired, so that a turn that was running then can still commit, and with it move the expiry.
    /// </param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>How many were removed; fewer than <paramref name="maxCount"/> where no more are expired.</returns>
    public virtual ValueTask<int> PurgeAsync(int maxCount, TimeSpan grace = default, CancellationToken cancellationToken = default) => default;

    /// <summary>Lets go of what the store holds, such as connections. What is kept stays.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }

    /// <summary>
    /// Deletes the sessions that a query fits, with the steps of turns that were never committed. By default they are listed and deleted
    /// one by one: one that does not fit any more by its turn goes too. What has expired, and steps of sessions that never had a commit,
    /// are on no list: a store takes what it has of the former itself, and those of the tenant where <see cref="SessionQuery.IsAllOfTenant"/>.
    /// </summary>
    /// <param name="query">Which sessions. It has been checked that a whole tenant is deleted only where the query was made to.</param>
    /// <param name="cancellationToken">Cancels the deletion.</param>
    /// <returns>How many sessions the store had of them.</returns>
    protected virtual async ValueTask<long> DeleteSessionsCoreAsync(SessionQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var deleted = 0L;
        await foreach (var session in ListAsync(query with { Order = SessionOrder.Id, Cursor = null, MaxCount = null }, cancellationToken).ConfigureAwait(false))
        {
            deleted += await DeleteAsync(session.Key, cancellationToken).ConfigureAwait(false) ? 1 : 0;
        }

        return deleted;
    }
}
