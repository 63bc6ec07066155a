using Sessions.Storage;

namespace Sessions.Agents;

/// <summary>A session of a <see cref="ChatClientAgent"/>.</summary>
public sealed class ChatClientAgentSession : AgentSession
{
    private StepLog? _steps;

    /// <summary>Makes a session that neither has had a turn nor is in the store.</summary>
    internal ChatClientAgentSession(SessionKey key, string agentId, DateTimeOffset createdAt, SessionStore? store)
        : base(key, agentId, createdAt, store)
    {
    }

    /// <summary>Makes the session that a store has.</summary>
    internal ChatClientAgentSession(StoredSession stored, SessionStore store)
        : base(stored, store)
    {
    }

    /// <summary>Makes the session that a store has as it is known.</summary>
    internal ChatClientAgentSession(CachedSession known, SessionDetails? details, SessionStore store)
        : base(known, details, store)
    {
    }

    private ChatClientAgentSession(SessionHead head, SessionTurns? turns, SessionStore? store)
        : base(head, turns, store)
    {
    }

    /// <summary>Whether its turns are what the model is sent, as far as it is known: not where a provider or the service keeps the history.</summary>
    internal bool SendsTurns { get; set; } = true;

    /// <summary>Where the steps of turns that may be run again are kept.</summary>
    internal StepLog Steps => _steps ??= Store is { } store ? new StoredStepLog(store, Key) : new MemoryStepLog();

    /// <summary>When the session was created, as its store has it; <see langword="null"/> while the store does not have it.</summary>
    internal DateTimeOffset? StoredCreatedAt => StoredRevision is null ? null : Head.CreatedAt;

    /// <summary>Whether a step is of a turn of this session, and not of one with the same key that was deleted.</summary>
    internal bool IsOf(StepJson step) => step.SessionCreatedAt is null || step.SessionCreatedAt == StoredCreatedAt;

    /// <summary>Makes the session that a document holds.</summary>
    /// <param name="document">What was read.</param>
    /// <param name="store">The agent's store.</param>
    /// <param name="stored">The same session as the store has it, if it does: what it has counts.</param>
    internal static ChatClientAgentSession FromDocument(SessionDocument document, SessionStore? store, StoredSession? stored)
    {
        var turns = InMemorySessionTurns.Of(document);
        var session = (store, stored) switch
        {
            (not null, not null) => new ChatClientAgentSession(stored, store),

            // It has had no commit, so there is nothing that the store would lack: it is as new as when it was written.
            (not null, null) when document.Head.Revision == 0 => new ChatClientAgentSession(document.Head, turns: null, store),
            _ => new ChatClientAgentSession(document.Head, turns, store),
        };

        // What the document has and no commit wrote was set outside a turn, and is to be committed next.
        session.Details = stored is null ? document.Details : stored.Details ?? SessionDetails.None;
        var committed = stored?.State ?? turns.StateAt(document.Head.CurrentTurn);
        session.State.Load(committed);
        session.State.SetPending(document.State);
        session.State.SetPending(AbsentFrom(document, committed));
        return session;
    }

    /// <summary>Makes the service the owner of the history, from the first turn on.</summary>
    internal void UseService(string serviceSessionId) =>
        Change(head => head with { HistoryOwner = HistoryOwner.Service, ServiceSessionId = serviceSessionId });

    /// <summary>Makes a session of this one's turns through one of them: in the store, if there is one, or in memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such turn.</exception>
    /// <exception cref="SessionExistsException">The store has a session of that key.</exception>
    internal async ValueTask<ChatClientAgentSession> ForkAsync(SessionKey key, long? throughTurn, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var fork = new SessionFork { Source = Key, ThroughTurn = throughTurn, Key = key, AgentId = AgentId, CreatedAt = now };
        var turns = Turns;
        if (turns is InMemorySessionTurns inMemory)
        {
            return await ForkAsync(inMemory, fork, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            // The session as this object has seen it: what others have added is not asked for, unless it is named.
            var made = await Store!.ForkAsync(fork with { ThroughTurn = throughTurn ?? CurrentTurn }, cancellationToken).ConfigureAwait(false);
            return new ChatClientAgentSession(made.Session!, Store);
        }
        catch (ArgumentOutOfRangeException) when (StoredRevision is null && (throughTurn ?? 0) == 0)
        {
            // The store does not have the session yet: there is nothing to begin with but an empty one.
            return await ForkAsync(new InMemorySessionTurns(Key), fork, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw turns.NoSuchTurn(throughTurn ?? CurrentTurn);
        }
    }

    private async ValueTask<ChatClientAgentSession> ForkAsync(InMemorySessionTurns turns, SessionFork fork, CancellationToken cancellationToken)
    {
        var through = fork.ThroughTurn ?? CurrentTurn;
        var count = await turns.CountThroughAsync(through, cancellationToken).ConfigureAwait(false);
        var part = turns.Fork(fork.Key, through);
        var made = new ChatClientAgentSession(CopiedFork.NewHead(fork, Head, through, count), part, Store);
        made.State.Load(part.StateAt(through));
        made.Details = CopiedFork.DetailsOf(fork, Details) ?? SessionDetails.None;
        if (Store is not null)
        {
            await made.StoreAsync(cancellationToken).ConfigureAwait(false);
        }

        return made;
    }

    private async ValueTask StoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CommitAsync(Head, turn: null, StateChanges.None, cancellationToken).ConfigureAwait(false);
        }
        catch (SessionConflictException)
        {
            throw new SessionExistsException(Key);
        }
    }

    /// <summary>The slots that were committed, and that the document, which is newer, has not: they were emptied.</summary>
    private static IEnumerable<StateValue> AbsentFrom(SessionDocument document, IReadOnlyList<StateValue> committed)
    {
        var present = document.State.Select(value => value.Key).ToHashSet(StringComparer.Ordinal);
        return from value in committed where !present.Contains(value.Key) select value with { Json = null };
    }
}
