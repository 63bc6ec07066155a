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

    private ChatClientAgentSession(SessionHead head, SessionTurns? turns, SessionStore? store)
        : base(head, turns, store)
    {
    }

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
        var committed = stored?.State ?? turns.StateAt(document.Head.CurrentTurn);
        session.State.Load(committed);
        session.State.SetPending(document.State);
        session.State.SetPending(AbsentFrom(document, committed));
        return session;
    }

    /// <summary>Makes the service the owner of the history, from the first turn on.</summary>
    internal void UseService(string serviceSessionId) =>
        Change(head => head with { HistoryOwner = HistoryOwner.Service, ServiceSessionId = serviceSessionId });

    /// <summary>Makes a session of this one's turns through the one that the head stands at: in the store, if there is one, or in memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such turn.</exception>
    /// <exception cref="SessionConflictException">The store has a session of that key.</exception>
    internal async ValueTask<ChatClientAgentSession> ForkAsync(SessionHead head, CancellationToken cancellationToken)
    {
        var turns = Turns;
        if (Store is null)
        {
            var part = ((InMemorySessionTurns)turns).Fork(head.Key, head.CurrentTurn);
            var fork = new ChatClientAgentSession(head, part, store: null);
            fork.State.Load(part.StateAt(head.CurrentTurn));
            return fork;
        }

        await ThrowIfNotOfPresentAsync(Store, head.CurrentTurn, cancellationToken).ConfigureAwait(false);
        var copies = new List<StoredTurn>();
        await foreach (var turn in turns.ReadStoredAsync(head.CurrentTurn, cancellationToken).ConfigureAwait(false))
        {
            copies.Add(turn with { Reply = null });
        }

        if (head.CurrentTurn != (copies.Count == 0 ? 0 : copies[^1].Turn.Number))
        {
            throw turns.NoSuchTurn(head.CurrentTurn);
        }

        var initialState = await turns.LoadStateAsync(0, cancellationToken).ConfigureAwait(false);
        var state = await turns.LoadStateAsync(head.CurrentTurn, cancellationToken).ConfigureAwait(false);
        await Store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = head, InitialState = initialState, Turns = copies }, cancellationToken).ConfigureAwait(false);
        return new ChatClientAgentSession(new StoredSession(head, state), Store);
    }

    /// <summary>Refuses a turn that was left behind: a store reads the chain that ends with any turn.</summary>
    private async ValueTask ThrowIfNotOfPresentAsync(SessionStore store, long turn, CancellationToken cancellationToken)
    {
        if (turn == 0 || turn == CurrentTurn)
        {
            return;
        }

        // What another process has added is of the present too.
        var turns = turn > CurrentTurn && await store.LoadAsync(Key, cancellationToken).ConfigureAwait(false) is { } stored ? InStore(store, stored.Head) : Turns;
        _ = await turns.GetAsync(turn, ofAnyBranch: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The slots that were committed, and that the document, which is newer, has not: they were emptied.</summary>
    private static IEnumerable<StateValue> AbsentFrom(SessionDocument document, IReadOnlyList<StateValue> committed)
    {
        var present = document.State.Select(value => value.Key).ToHashSet(StringComparer.Ordinal);
        return from value in committed where !present.Contains(value.Key) select value with { Json = null };
    }
}
