namespace Sessions.Agents;

public abstract partial class AIAgent
{
    /// <summary>Loads a session from the agent's store, if it is there.</summary>
    /// <param name="key">The session's tenant and id.</param>
    /// <param name="cancellationToken">Cancels the load.</param>
    /// <returns>The session, or <see langword="null"/> if the store does not have it.</returns>
    /// <exception cref="SessionMismatchException">The session belongs to another agent.</exception>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    /// <exception cref="NotSupportedException">The agent has no store.</exception>
    public ValueTask<AgentSession?> FindSessionAsync(SessionKey key, CancellationToken cancellationToken = default)
    {
        _ = key.Id;
        return FindSessionCoreAsync(key, cancellationToken);
    }

    /// <summary>
    /// Commits state that was set outside a turn, and a restored session that the agent's store does not have. Does nothing when
    /// there is neither.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Cancels the commit.</param>
    /// <exception cref="InvalidOperationException">The session has typed state, and the agent has no store to keep it in.</exception>
    /// <exception cref="SessionMismatchException">The session belongs to another agent.</exception>
    /// <exception cref="SessionConflictException">The session was changed elsewhere since it was loaded.</exception>
    /// <exception cref="SessionStoreException">The session's store failed.</exception>
    public ValueTask SaveSessionAsync(AgentSession session, CancellationToken cancellationToken = default)
    {
        ThrowIfNullOrForeign(session);
        return SaveSessionCoreAsync(session, cancellationToken);
    }

    /// <summary>
    /// Changes what a session is called, whose it is, or how long it lasts: at once, without waiting for a turn that runs, and without
    /// changing the session's revision. Of each field that is changed, the last write counts.
    /// </summary>
    /// <remarks>Rewinding leaves the details as they are. A fork takes over the owner and the metadata.</remarks>
    /// <param name="session">The session.</param>
    /// <param name="update">Makes the new details of those that the session object has seen.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <exception cref="ArgumentException">Something is too long or too much, or no owner or key.</exception>
    /// <exception cref="SessionMismatchException">The session belongs to another agent.</exception>
    /// <exception cref="SessionConflictException">The session was deleted from the store.</exception>
    /// <exception cref="SessionStoreException">The session's store failed.</exception>
    /// <example><code>await agent.UpdateDetailsAsync(session, details =&gt; details with { Title = "Hiking in May" });</code></example>
    public ValueTask UpdateDetailsAsync(AgentSession session, Func<SessionDetails, SessionDetails> update, CancellationToken cancellationToken = default)
    {
        ThrowIfNullOrForeign(session);
        ArgumentNullException.ThrowIfNull(update);
        return session.UpdateDetailsAsync(update, cancellationToken);
    }

    /// <summary>
    /// Deletes a session from the agent's store, with all that belongs to it: the steps of turns that never committed too, also where
    /// the session itself never had a commit. A turn of the session that runs in this process is interrupted first.
    /// </summary>
    /// <param name="key">The session's tenant and id.</param>
    /// <param name="cancellationToken">Cancels the deletion.</param>
    /// <returns>Whether the store had the session.</returns>
    /// <exception cref="SessionMismatchException">The session belongs to another agent.</exception>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    /// <exception cref="NotSupportedException">The agent has no store.</exception>
    public ValueTask<bool> DeleteSessionAsync(SessionKey key, CancellationToken cancellationToken = default)
    {
        _ = key.Id;
        return DeleteSessionCoreAsync(key, cancellationToken);
    }

    /// <summary>
    /// Deletes the sessions of the agent's store that a query fits, whichever agents they belong to. The query's order, cursor and
    /// count are not asked for. Turns of those sessions that run in this process are interrupted first.
    /// </summary>
    /// <param name="query">Which sessions; of one agent with <see cref="SessionQuery.AgentId"/>, of a whole tenant with <see cref="SessionQuery.All"/>.</param>
    /// <param name="cancellationToken">Cancels the deletion; some sessions may be deleted by then.</param>
    /// <returns>How many sessions the store had of them.</returns>
    /// <exception cref="ArgumentException">The query names nothing but a tenant, and <see cref="SessionQuery.All"/> did not make it.</exception>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    /// <exception cref="NotSupportedException">The agent has no store.</exception>
    /// <example>
    /// A tenant leaves:
    /// <code>
    /// long deleted = await agent.DeleteSessionsAsync(SessionQuery.All("acme"));
    /// </code>
    /// </example>
    public ValueTask<long> DeleteSessionsAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        SessionQuery.ThrowIfNotToDeleteBy(query);
        return DeleteSessionsCoreAsync(query, cancellationToken);
    }

    /// <summary>
    /// Lists the agent's sessions in its store, those that were committed last first: all of them, unless the query says otherwise.
    /// They are read page by page.
    /// </summary>
    /// <param name="query">Which sessions; those of the default tenant by default. <see cref="SessionQuery.AgentId"/> is this agent's, whatever it says.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    /// <exception cref="NotSupportedException">The agent has no store.</exception>
    public IAsyncEnumerable<SessionSummary> ListSessionsAsync(SessionQuery? query = null, CancellationToken cancellationToken = default) =>
        ListSessionsCoreAsync((query ?? new SessionQuery()) with { AgentId = Id }, cancellationToken);

    /// <summary>Sums the tokens of the agent's sessions in its store, those of turns that were left behind too.</summary>
    /// <param name="query">Which sessions; those of the default tenant by default. <see cref="SessionQuery.AgentId"/> is this agent's, whatever it says.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    /// <exception cref="NotSupportedException">The agent has no store.</exception>
    public ValueTask<TokenUsage> GetUsageAsync(SessionQuery? query = null, CancellationToken cancellationToken = default) =>
        GetUsageCoreAsync((query ?? new SessionQuery()) with { AgentId = Id }, cancellationToken);

    /// <summary>
    /// Takes a session over from an agent that is gone, such as this one under its former name. From here on the session belongs to
    /// this agent. A session that belongs to it already is left as it is.
    /// </summary>
    /// <remarks>Where the other agent is at hand, <see cref="HandOffAsync"/> does the same from its side.</remarks>
    /// <param name="key">The session's tenant and id.</param>
    /// <param name="fromAgentId">The <see cref="Id"/> of the agent that the session belongs to.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The session, or <see langword="null"/> if the store does not have it.</returns>
    /// <exception cref="SessionMismatchException">The session belongs to a third agent.</exception>
    /// <exception cref="SessionConflictException">The session was changed elsewhere meanwhile.</exception>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    /// <exception cref="NotSupportedException">The agent has no store, or agents of this kind do not take sessions over.</exception>
    /// <example>
    /// The agent "Guide" was called "TravelGuide" until now:
    /// <code>
    /// await foreach (SessionSummary session in store.ListAsync(new SessionQuery { AgentId = "TravelGuide" }))
    /// {
    ///     await guide.TakeOverSessionAsync(session.Key, fromAgentId: "TravelGuide");
    /// }
    /// </code>
    /// </example>
    public ValueTask<AgentSession?> TakeOverSessionAsync(SessionKey key, string fromAgentId, CancellationToken cancellationToken = default)
    {
        _ = key.Id;
        ArgumentException.ThrowIfNullOrEmpty(fromAgentId);
        return TakeOverSessionCoreAsync(key, fromAgentId, cancellationToken);
    }

    /// <summary>Loads a session from the agent's store. A kind of agent without one leaves it as it is.</summary>
    /// <param name="key">The session's key.</param>
    /// <param name="cancellationToken">Cancels the load.</param>
    protected virtual ValueTask<AgentSession?> FindSessionCoreAsync(SessionKey key, CancellationToken cancellationToken) => throw NoStore();

    /// <summary>Commits state that was set outside a turn, by default to the store that the session was made with.</summary>
    /// <param name="session">The session, which belongs to this agent.</param>
    /// <param name="cancellationToken">Cancels the commit.</param>
    protected virtual ValueTask SaveSessionCoreAsync(AgentSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.CommitKnownAsync(
            async () =>
            {
                var changes = session.State.CaptureChanges(turn: null);
                if (session.Store is null && (!changes.IsEmpty || session.State.Snapshot().Count > 0))
                {
                    throw new InvalidOperationException(
                        $"Session '{session.Key}' has typed state, and agent '{Name ?? Id}' has no store to save it in: it lives in this object alone. Give the agent a session store, such as InMemorySessionStore or one on a database, or keep what SerializeSessionAsync returns.");
                }

                if (changes.IsEmpty && !session.IsUnstored)
                {
                    return false;
                }

                await session.CommitAsync(session.Head.Next(TimeProvider.GetUtcNow()), turn: null, changes, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Deletes a session from the agent's store. A kind of agent without one leaves it as it is.</summary>
    /// <param name="key">The session.</param>
    /// <param name="cancellationToken">Cancels the deletion.</param>
    protected virtual ValueTask<bool> DeleteSessionCoreAsync(SessionKey key, CancellationToken cancellationToken) => throw NoStore();

    /// <summary>Deletes sessions from the agent's store. A kind of agent without one leaves it as it is.</summary>
    /// <param name="query">Which sessions, of whichever agents.</param>
    /// <param name="cancellationToken">Cancels the deletion.</param>
    protected virtual ValueTask<long> DeleteSessionsCoreAsync(SessionQuery query, CancellationToken cancellationToken) => throw NoStore();

    /// <summary>Lists the agent's sessions in its store. A kind of agent without one leaves it as it is.</summary>
    /// <param name="query">Which sessions, all of this agent, and how many.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    protected virtual IAsyncEnumerable<SessionSummary> ListSessionsCoreAsync(SessionQuery query, CancellationToken cancellationToken) => throw NoStore();

    /// <summary>Sums the tokens of the agent's sessions in its store. A kind of agent without one leaves it as it is.</summary>
    /// <param name="query">Which sessions, all of this agent.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    protected virtual ValueTask<TokenUsage> GetUsageCoreAsync(SessionQuery query, CancellationToken cancellationToken) => throw NoStore();

    /// <summary>Takes a session over from another agent. A kind of agent without a store leaves it as it is.</summary>
    /// <param name="key">The session.</param>
    /// <param name="fromAgentId">The id of the agent that the session belongs to.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    protected virtual ValueTask<AgentSession?> TakeOverSessionCoreAsync(SessionKey key, string fromAgentId, CancellationToken cancellationToken) => throw NoStore();

    private protected NotSupportedException NoStore() =>
        new($"Agent '{Name ?? Id}' has no session store, so it keeps no sessions to find, list, delete or take over. Give it one when it is made.");
}
