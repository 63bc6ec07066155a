namespace Sessions.Agents;

/// <summary>
/// One conversation with an agent: who it belongs to, where it stands, and its typed state. Each kind of agent brings its own
/// session type.
/// </summary>
/// <remarks>Safe for concurrent use.</remarks>
public abstract class AgentSession
{
    private volatile SessionHead _head;

    /// <summary>Makes a session that has had no turn.</summary>
    /// <param name="key">The session's tenant and id.</param>
    /// <param name="agentId">The id of the agent that the session belongs to.</param>
    /// <param name="createdAt">When the session was created.</param>
    protected AgentSession(SessionKey key, string agentId, DateTimeOffset createdAt)
        : this(SessionHead.New(key, agentId, createdAt))
    {
    }

    /// <summary>Makes a session that stands somewhere already.</summary>
    private protected AgentSession(SessionHead head) => _head = head;

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
    internal SessionHead Head
    {
        get => _head;
        private protected set => _head = value;
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

    private void Change(Func<SessionHead, SessionHead> change)
    {
        lock (State.Lock)
        {
            _head = change(_head);
        }
    }
}
