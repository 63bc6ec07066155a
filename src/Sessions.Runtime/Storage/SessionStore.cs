using Sessions.Storage;

namespace Sessions;

/// <summary>Keeps sessions: each a log of turns, the state values along it, and a head that says where it stands.</summary>
/// <remarks>
/// <para>A store knows nothing of messages or state types: what it keeps of them is JSON. It reports its own failures as they
/// are (<c>DbException</c>, <see cref="IOException"/>); the agent wraps them in a <see cref="SessionStoreException"/>.</para>
/// <para>Implementations are safe for concurrent use, by many sessions and by many processes.</para>
/// </remarks>
public abstract class SessionStore
{
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

    /// <summary>How long the steps of a turn with a key are kept that does not complete: 30 days, from the last of them.</summary>
    public static TimeSpan StepRetention { get; } = TimeSpan.FromDays(30);

    /// <summary>Loads a session's head and its state as of the head's current turn.</summary>
    /// <param name="key">The session.</param>
    /// <param name="cancellationToken">Cancels the load.</param>
    /// <returns>The session, or <see langword="null"/> if the store does not have it.</returns>
    public abstract ValueTask<StoredSession?> LoadAsync(SessionKey key, CancellationToken cancellationToken = default);

    /// <summary>Loads a session's state as it was at a turn.</summary>
    /// <param name="key">The session.</param>
    /// <param name="throughTurn">The turn; 0 for the state from before the first.</param>
    /// <param name="cancellationToken">Cancels the load.</param>
    /// <returns>The newest value of each slot along the chain that ends with the turn; emptied slots are left out.</returns>
    public abstract ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default);

    /// <summary>Reads a session's revision, which is how a session object finds out that it is behind.</summary>
    /// <param name="key">The session.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The revision, or <see langword="null"/> if the store does not have the session.</returns>
    public virtual async ValueTask<long?> GetRevisionAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        (await LoadAsync(key, cancellationToken).ConfigureAwait(false))?.Head.Revision;

    /// <summary>Finds the reply that a turn with a key has kept, whether or not the turn is part of the session's present.</summary>
    /// <param name="key">The session.</param>
    /// <param name="turnKey">The turn's key, compared ordinally.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The reply, or <see langword="null"/> if no turn with the key has kept one.</returns>
    public abstract ValueTask<StoredReply?> FindReplyAsync(SessionKey key, string turnKey, CancellationToken cancellationToken = default);

    /// <summary>
    /// Keeps a finished step of a turn that is under way, so that the turn can be run again without doing the step again. The
    /// session need not be in the store yet.
    /// </summary>
    /// <param name="key">The session.</param>
    /// <param name="turnKey">The turn's key.</param>
    /// <param name="stepJson">The step, as UTF-8 JSON.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public abstract ValueTask AppendStepAsync(SessionKey key, string turnKey, ReadOnlyMemory<byte> stepJson, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the steps that were kept of a turn, in the order in which they were appended. Committing the turn's reply removes them, and
    /// so does deleting the session. Those of a key that is not run again are removed by what is written to the tenant when
    /// <see cref="StepRetention"/> has passed since the last of them.
    /// </summary>
    /// <param name="key">The session.</param>
    /// <param name="turnKey">The turn's key.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public abstract ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadStepsAsync(SessionKey key, string turnKey, CancellationToken cancellationToken = default);

    /// <summary>Reads turns, with their messages, along the chain that ends with <paramref name="throughTurn"/>, newest first.</summary>
    /// <remarks>The reader may stop at any turn: what it does not ask for is not read.</remarks>
    /// <param name="key">The session.</param>
    /// <param name="throughTurn">The newest turn to read.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public abstract IAsyncEnumerable<StoredTurn> ReadTurnsBackwardAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads turns, with their messages and the state values that were written at each, along the chain that ends with
    /// <paramref name="throughTurn"/>, oldest first.
    /// </summary>
    /// <param name="key">The session.</param>
    /// <param name="afterTurn">Only turns with a greater number are read; 0 reads from the first.</param>
    /// <param name="throughTurn">The last turn to read.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public abstract IAsyncEnumerable<StoredTurn> ReadTurnsAsync(SessionKey key, long afterTurn, long throughTurn, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the first turn, with its messages, of the chain that ends with <paramref name="throughTurn"/>. By default the chain is
    /// read from its beginning; a store that can find the turn without that should.
    /// </summary>
    /// <param name="key">The session.</param>
    /// <param name="throughTurn">The last turn of the chain.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The turn, or <see langword="null"/> if the chain has none.</returns>
    public virtual async ValueTask<StoredTurn?> ReadFirstTurnAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default)
    {
        await foreach (var turn in ReadTurnsAsync(key, 0, throughTurn, cancellationToken).ConfigureAwait(false))
        {
            return turn;
        }

        return null;
    }

    /// <summary>
    /// Reads turns by their numbers, with their messages, whether or not they are part of the session's present: those that a rewind
    /// or an edit has left behind are among them.
    /// </summary>
    /// <param name="key">The session.</param>
    /// <param name="afterTurn">Only turns with a greater number are read; 0 reads from the first.</param>
    /// <param name="throughTurn">The greatest number to read; it need not be that of a turn.</param>
    /// <param name="newestFirst">Whether to read from the greatest number to the least.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public abstract IAsyncEnumerable<StoredTurn> ReadAllTurnsAsync(SessionKey key, long afterTurn, long throughTurn, bool newestFirst, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes a commit, all of it or nothing, if the stored session is at the revision that the commit was made from.
    /// </summary>
    /// <param name="commit">What to write.</param>
    /// <param name="cancellationToken">Cancels the commit before it is written; never half-way.</param>
    /// <exception cref="SessionConflictException">
    /// The stored session is at another revision than <see cref="SessionCommit.ExpectedRevision"/>, exists although that is
    /// <see langword="null"/>, or is gone.
    /// </exception>
    public abstract ValueTask CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes a session with its turns, messages and state, and the steps of turns that were never committed, those of a session
    /// that never had a commit among them.
    /// </summary>
    /// <param name="key">The session.</param>
    /// <param name="cancellationToken">Cancels the deletion.</param>
    /// <returns>Whether the store had the session.</returns>
    public abstract ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default);

    /// <summary>Deletes the sessions that a query fits, as <see cref="DeleteAsync"/> does, whichever agents they belong to.</summary>
    /// <remarks>
    /// The query's <see cref="SessionQuery.AfterId"/> and <see cref="SessionQuery.MaxCount"/> are not asked for. Steps of a turn in a
    /// session that never had a commit belong to no agent yet: <see cref="SessionQuery.All"/> takes those of its tenant.
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

    /// <summary>Lists sessions of a tenant, ordered by id: all that the query fits, unless it says how many.</summary>
    /// <remarks>A session that is there throughout is listed once; one that comes or goes meanwhile may be listed or not.</remarks>
    /// <param name="query">Which sessions, and how many.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    public abstract IAsyncEnumerable<SessionSummary> ListAsync(SessionQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// Asks whether the store can be used now, as a health check does, and fails as its other operations would. By default it is asked
    /// for a session that it does not have.
    /// </summary>
    /// <param name="cancellationToken">Cancels the question.</param>
    public virtual async ValueTask ProbeAsync(CancellationToken cancellationToken = default) =>
        _ = await GetRevisionAsync(new SessionKey("(probe)"), cancellationToken).ConfigureAwait(false);

    /// <summary>Deletes the sessions that a query fits, with the steps of turns that were never committed.</summary>
    /// <param name="query">Which sessions. It has been checked that a whole tenant is deleted only where the query was made to.</param>
    /// <param name="cancellationToken">Cancels the deletion.</param>
    /// <returns>How many sessions the store had of them.</returns>
    protected abstract ValueTask<long> DeleteSessionsCoreAsync(SessionQuery query, CancellationToken cancellationToken);
}
