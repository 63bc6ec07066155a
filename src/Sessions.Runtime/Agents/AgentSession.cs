using Sessions.Storage;

namespace Sessions.Agents;

/// <summary>
/// One conversation with an agent: who it belongs to, where it stands, its turns, and its typed state. Each kind of agent brings its
/// own session type.
/// </summary>
/// <remarks>Safe for concurrent use.</remarks>
public abstract partial class AgentSession
{
    private volatile SessionHead _head;
    private volatile SessionTurns _turns;

    /// <summary>Makes a session that has had no turn.</summary>
    /// <param name="key">The session's tenant and id.</param>
    /// <param name="agentId">The id of the agent that the session belongs to.</param>
    /// <param name="createdAt">When the session was created.</param>
    /// <param name="store">Where its turns and its state are committed to; without one they live in this object.</param>
    protected AgentSession(SessionKey key, string agentId, DateTimeOffset createdAt, SessionStore? store = null)
        : this(SessionHead.New(key, agentId, createdAt), store)
    {
    }

    /// <summary>Makes a session as a store has it.</summary>
    /// <param name="stored">What the store has loaded.</param>
    /// <param name="store">The store.</param>
    /// <example>
    /// An agent kind of your own loads a session, or creates it:
    /// <code>
    /// StoredSession? stored = await store.LoadAsync(key, cancellationToken);
    /// return stored is null ? new EchoSession(key, Id, DateTimeOffset.UtcNow, store) : new EchoSession(stored, store);
    /// </code>
    /// </example>
    protected AgentSession(StoredSession stored, SessionStore store)
        : this((stored ?? throw new ArgumentNullException(nameof(stored))).Head, store ?? throw new ArgumentNullException(nameof(store)))
    {
        StoredRevision = stored.Head.Revision;
        State.Load(stored.State);
        _details = stored.Details ?? SessionDetails.None;
    }

    /// <summary>Makes a session that its store has as it is known.</summary>
    private protected AgentSession(CachedSession known, SessionDetails? details, SessionStore store)
        : this(known.Head, new StoredSessionTurns(ExceptionTranslatingStore.Of(store), known.Head.Key, known.Log, known.View), store)
    {
        StoredRevision = known.Head.Revision;
        State.Load(known.State);
        _details = details ?? SessionDetails.None;
    }

    /// <summary>Makes a session that stands where a head says, whose turns the store has.</summary>
    private protected AgentSession(SessionHead head, SessionStore? store)
        : this(head, turns: null, store)
    {
    }

    /// <summary>Makes a session with turns that its store, if there is one, may not have yet.</summary>
    private protected AgentSession(SessionHead head, SessionTurns? turns, SessionStore? store)
    {
        _head = head;
        Store = store is null ? null : ExceptionTranslatingStore.Of(store);
        _turns = turns ?? (Store is null ? new InMemorySessionTurns(head.Key) : InStore(Store, head));
        State.IsShared = store is not null;
    }

    /// <summary>The session's tenant and id.</summary>
    public SessionKey Key => _head.Key;

    /// <summary>The session's id within its tenant.</summary>
    public string Id => Key.Id;

    /// <summary>The session's tenant; <c>""</c> is the default one.</summary>
    public string Tenant => Key.Tenant;

    /// <summary>The id of the agent that the session belongs to. <see cref="AIAgent.HandOffAsync"/> gives it to another.</summary>
    public string AgentId
    {
        get => _head.AgentId;
        protected set => Change(head => head with { AgentId = value });
    }

    /// <summary>The service's id of the conversation, when the model's service keeps its history; otherwise <see langword="null"/>.</summary>
    public string? ServiceSessionId
    {
        get => _head.ServiceSessionId;
        protected set => Change(head => head with { ServiceSessionId = value });
    }

    /// <summary>The session's typed state.</summary>
    public SessionState State { get; } = new();

    /// <summary>How many commits the session has had, as far as this object has seen; 0 before the first.</summary>
    public long Revision
    {
        get => _head.Revision;
        protected set => Change(head => head with { Revision = value });
    }

    /// <summary>The number of the turn that the session stands at, as far as this object has seen; 0 before the first.</summary>
    public long CurrentTurn
    {
        get => _head.CurrentTurn;
        protected set => Change(head => head with { CurrentTurn = value });
    }

    /// <summary>When the session was created.</summary>
    public DateTimeOffset CreatedAt => _head.CreatedAt;

    /// <summary>When the session was last committed, as far as this object has seen.</summary>
    public DateTimeOffset UpdatedAt
    {
        get => _head.UpdatedAt;
        protected set => Change(head => head with { UpdatedAt = value });
    }

    /// <summary>Where the session stands. It changes as a whole; what has to fit to it is changed under the same lock.</summary>
    internal SessionHead Head => _head;

    /// <summary>
    /// Begins a turn that <see cref="TurnScope.CommitAsync"/> ends: state that is set until then, by whatever the caller's method
    /// calls, is the turn's, committed with it or dropped with it. It is what an agent kind of your own runs its turns in, and what
    /// a test drives a provider with. The runs of a <see cref="ChatClientAgent"/> do all this themselves.
    /// </summary>
    /// <remarks>
    /// The caller's flow is part of the turn until its method returns or the scope is disposed. Turns of one session do not
    /// overlap: a second one is refused while this one is not disposed.
    /// </remarks>
    /// <param name="turn">The turn, made for this session and not finished yet.</param>
    /// <param name="timeProvider">The clock that the turn is stamped by; the system's by default.</param>
    /// <exception cref="ArgumentException">The turn is of another session, or of none.</exception>
    /// <exception cref="SessionMismatchException">The turn's agent is not the one that the session belongs to.</exception>
    /// <exception cref="InvalidOperationException">The turn has begun already or is finished, or the call is made inside a turn of the session.</exception>
    /// <exception cref="SessionBusyException">The session is running a turn.</exception>
    /// <example>
    /// <code>
    /// var turn = new TurnContext(this, session, messages, options);
    /// using TurnScope scope = session.BeginTurn(turn);
    /// await provider.InvokingAsync(turn, cancellationToken);
    /// AgentResponse response = await AnswerAsync(turn.GetRequestMessages(), cancellationToken);
    /// turn.Complete(response);
    /// await provider.InvokedAsync(turn, cancellationToken);
    /// await scope.CommitAsync(cancellationToken);
    /// </code>
    /// </example>
    public TurnScope BeginTurn(TurnContext turn, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(turn);
        if (turn.Session != this)
        {
            throw new ArgumentException($"The turn is of session '{turn.Session?.Key.ToString() ?? "(none)"}', and cannot begin in session '{Key}'. Make its TurnContext with this session.", nameof(turn));
        }

        return TurnScope.Begin(this, turn, timeProvider ?? TimeProvider.System);
    }

    /// <summary>Asks the session for a service of a type that its kind may offer.</summary>
    /// <param name="serviceType">The type asked for.</param>
    /// <param name="serviceKey">Tells services of one type apart.</param>
    /// <returns>The service, the session itself if it is of that type, or <see langword="null"/>.</returns>
    public virtual object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Asks the session for a service of a type that its kind may offer.</summary>
    /// <typeparam name="TService">The type asked for.</typeparam>
    /// <param name="serviceKey">Tells services of one type apart.</param>
    /// <returns>The service, the session itself if it is of that type, or <see langword="null"/>.</returns>
    public TService? GetService<TService>(object? serviceKey = null) => GetService(typeof(TService), serviceKey) is TService service ? service : default;

    private protected void Change(Func<SessionHead, SessionHead> change)
    {
        lock (State.Lock)
        {
            _head = change(_head);
        }
    }
}
