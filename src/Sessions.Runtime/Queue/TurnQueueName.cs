namespace Sessions;

/// <summary>What turns queue for: a session of a place where sessions are kept or, without a session, a turn key of an agent.</summary>
internal readonly record struct TurnQueueName
{
    private readonly object _location;
    private readonly SessionKey _session;
    private readonly TurnKey _turnKey;

    private TurnQueueName(object location, SessionKey session, TurnKey turnKey) => (_location, _session, _turnKey) = (location, session, turnKey);

    /// <summary>The session that turns queue for; <c>default</c> where it is a turn key.</summary>
    public SessionKey Session => _session;

    /// <summary>The queue for a session.</summary>
    /// <param name="location">Where the session is kept: the <see cref="SessionStore.Location"/> of its store, or the session itself.</param>
    /// <param name="key">The session.</param>
    public static TurnQueueName Of(object location, SessionKey key) => new(location, key, default);

    /// <summary>The queue for turns that have a key and no session.</summary>
    /// <param name="agent">The agent that runs them.</param>
    /// <param name="turnKey">The key.</param>
    public static TurnQueueName Of(object agent, TurnKey turnKey) => new(agent, default, turnKey);

    /// <summary>Whether it is the queue for a session of a tenant.</summary>
    public bool IsOf(object location, string tenant) => _session != default && Equals(_location, location) && string.Equals(_session.Tenant, tenant, StringComparison.Ordinal);

    public override string ToString() => _turnKey == default ? $"Session '{_session}'" : $"Turn key '{_turnKey}'";
}
