using Sessions.Storage;

namespace Sessions.Agents;

public sealed partial class ChatClientAgent
{
    /// <inheritdoc/>
    protected override async ValueTask<AgentSession?> FindSessionCoreAsync(SessionKey key, CancellationToken cancellationToken)
    {
        return await OpenAsync(Store ?? throw NoStore(), key, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async ValueTask<bool> DeleteSessionCoreAsync(SessionKey key, CancellationToken cancellationToken)
    {
        var store = Store ?? throw NoStore();

        var name = TurnQueueName.Of(store.Location, key);
        if (RunningTurns.TryEnter(name) is not { } stopped)
        {
            // Before anything is stopped: another agent's session is not this one's to disturb.
            _ = await LoadAsync(store, key, cancellationToken).ConfigureAwait(false);
            stopped = await RunningTurns.StopAsync(name, cancellationToken).ConfigureAwait(false);
        }

        using (stopped)
        {
            return await store.DeleteAsync(key, Id, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<long> DeleteSessionsCoreAsync(SessionQuery query, CancellationToken cancellationToken)
    {
        var store = Store ?? throw NoStore();
        await RunningTurns.StopAllAsync(store.Location, query.Tenant, IsMeantAsync, cancellationToken).ConfigureAwait(false);
        return await store.DeleteSessionsAsync(query, cancellationToken).ConfigureAwait(false);

        // What only the store can tell is not asked for every session that runs: such a query interrupts none.
        async ValueTask<bool> IsMeantAsync(SessionKey key) => query.IsAllOfTenant
            || (query.Text is null && await store.LoadAsync(key, cancellationToken).ConfigureAwait(false) is { } session && query.Fits(SessionSummary.Of(session)));
    }

    /// <inheritdoc/>
    protected override IAsyncEnumerable<SessionSummary> ListSessionsCoreAsync(SessionQuery query, CancellationToken cancellationToken) =>
        (Store ?? throw NoStore()).ListAsync(query, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<TokenUsage> GetUsageCoreAsync(SessionQuery query, CancellationToken cancellationToken) =>
        (Store ?? throw NoStore()).GetUsageAsync(query, cancellationToken);

    /// <inheritdoc/>
    protected override async ValueTask<AgentSession?> TakeOverSessionCoreAsync(SessionKey key, string fromAgentId, CancellationToken cancellationToken)
    {
        var store = Store ?? throw NoStore();
        var stored = await store.LoadAsync(key, cancellationToken).ConfigureAwait(false);
        if (stored is null || string.Equals(stored.Head.AgentId, Id, StringComparison.Ordinal))
        {
            return stored is null ? null : new ChatClientAgentSession(stored, store);
        }

        if (!string.Equals(stored.Head.AgentId, fromAgentId, StringComparison.Ordinal))
        {
            throw new SessionMismatchException(key, stored.Head.AgentId, Id);
        }

        var session = new ChatClientAgentSession(stored, store);
        try
        {
            await session.ChangeAsync(() => GiveAsync(session, this, cancellationToken), cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch (SessionMismatchException exception) when (string.Equals(exception.OwnerId, Id, StringComparison.Ordinal))
        {
            // Another process of this agent has just taken it over.
            return await FindSessionCoreAsync(key, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Makes the object of a session that the store has: of what is known of it, if that is what the store has.</summary>
    private async ValueTask<ChatClientAgentSession?> OpenAsync(SessionStore store, SessionKey key, CancellationToken cancellationToken)
    {
        var known = Cache?.Find(key);
        var opened = await store.OpenAsync(key, known is null ? SessionOpening.Head : new SessionOpening { KnownRevision = known.Head.Revision, KnownCreatedAt = known.Head.CreatedAt }, cancellationToken).ConfigureAwait(false);
        if (opened.Revision is null)
        {
            return null;
        }

        ThrowIfNotOwner(opened.Session?.Head ?? known!.Head);
        return opened.Session is { } stored ? new ChatClientAgentSession(stored, store) : new ChatClientAgentSession(known!, opened.Details, store);
    }

    private async ValueTask<StoredSession?> LoadAsync(SessionStore store, SessionKey key, CancellationToken cancellationToken)
    {
        var stored = await store.LoadAsync(key, cancellationToken).ConfigureAwait(false);
        if (stored is not null)
        {
            ThrowIfNotOwner(stored.Head);
        }

        return stored;
    }

    /// <summary>Makes a session another agent's. Called inside its queue.</summary>
    private static ValueTask GiveAsync(ChatClientAgentSession session, ChatClientAgent recipient, CancellationToken cancellationToken)
    {
        var head = session.Head.Next(recipient.TimeProvider.GetUtcNow()) with { AgentId = recipient.Id };
        return session.CommitAsync(head, turn: null, session.State.CaptureChanges(turn: null), cancellationToken);
    }
}
