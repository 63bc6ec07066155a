namespace Sessions.Agents;

/// <summary>
/// One conversation with an agent: who it belongs to, where it stands, and its typed state. Each kind of agent brings its own
/// session type.
/// </summary>
/// <remarks>Safe for concurrent use.</remarks>
public abstract class AgentSession
{
    /// <summary>Makes a session that has had no turn.</summary>
    /// <param name="key">The session's tenant and id.</param>
    /// <param name="agentId">The id of the agent that the session belongs to.</param>
    /// <param name="createdAt">When the session was created.</param>
    protected AgentSession(SessionKey key, string agentId, DateTimeOffset createdAt)
    {
        ArgumentException.ThrowIfNullOrEmpty(agentId);
        _ = key.Id;
        Key = key;
        AgentId = agentId;
        CreatedAt = createdAt;
        UpdatedAt = createdAt;
    }

    /// <summary>The session's tenant and id.</summary>
    public SessionKey Key { get; }

    /// <summary>The session's id within its tenant.</summary>
    public string Id => Key.Id;

    /// <summary>The session's tenant; <c>""</c> is the default one.</summary>
    public string Tenant => Key.Tenant;

    /// <summary>The id of the agent that the session belongs to. <see cref="AIAgent.HandOffAsync"/> gives it to another.</summary>
    public string AgentId { get; protected set; }

    /// <summary>The service's id of the conversation, when the model's service keeps its history; otherwise <see langword="null"/>.</summary>
    public string? ServiceSessionId { get; protected set; }

    /// <summary>The session's typed state.</summary>
    public SessionState State { get; } = new();

    /// <summary>How many commits the session has had, as far as this object has seen; 0 before the first.</summary>
    public long Revision { get; protected set; }

    /// <summary>The number of the turn that the session stands at, as far as this object has seen; 0 before the first.</summary>
    public long CurrentTurn { get; protected set; }

    /// <summary>When the session was created.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When the session was last committed, as far as this object has seen.</summary>
    public DateTimeOffset UpdatedAt { get; protected set; }

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
}
