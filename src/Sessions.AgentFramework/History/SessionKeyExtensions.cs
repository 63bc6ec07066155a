using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework;

/// <summary>Names a session of Microsoft Agent Framework, which has no id of its own.</summary>
public static class SessionKeyExtensions
{
    /// <summary>
    /// Gives a session the key that history providers go by. It is kept in the session's state bag, and so comes back with the session
    /// when that was serialized. Set it before the first run: a session with another key has another history.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="key">The key. The tenant in it is yours to say, and never what a client sent.</param>
    /// <exception cref="InvalidOperationException">The session is one of ours, and has another key of its own.</exception>
    /// <example>
    /// <code>
    /// AgentSession session = await agent.CreateSessionAsync();
    /// session.SetSessionKey(new SessionKey("acme", "alice-42"));
    /// </code>
    /// </example>
    public static void SetSessionKey(this Framework.AgentSession session, SessionKey key)
    {
        ArgumentNullException.ThrowIfNull(session);
        _ = key.Id;
        SessionKeys.Set(session, key);
    }

    /// <summary>The session's key: its own, if it is one of ours, else the one of <see cref="SetSessionKey"/>; <see langword="null"/> if it has none.</summary>
    /// <param name="session">The session.</param>
    /// <exception cref="SessionFormatException">What the state bag has in the key's place is none.</exception>
    public static SessionKey? GetSessionKey(this Framework.AgentSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return SessionKeys.Find(session);
    }
}
