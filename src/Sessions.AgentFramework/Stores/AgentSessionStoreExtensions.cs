using System.Diagnostics.CodeAnalysis;
using Sessions.AgentFramework.Stores;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework;

/// <summary>Takes session stores from Sessions to Microsoft Agent Framework.</summary>
public static class AgentSessionStoreExtensions
{
    /// <summary>
    /// Makes a session store of the framework of one of ours: for its hosts, which load a session, run it, and save it. A session that was
    /// saved elsewhere since it was loaded is not overwritten: saving it throws.
    /// </summary>
    /// <remarks>
    /// <para>A session object is saved over what it was loaded from, or last saved as; one that was not loaded from the store is saved as
    /// a new session. A session is saved as a whole, with whatever history it holds. Only its agent loads, saves and deletes it; an agent is
    /// known by its id, or, where that is made up anew in each process, by its name.</para>
    /// <para>The partition <c>tenant</c> of a key is the tenant, <c>""</c> without it. Other partitions are part of the id:
    /// <c>id?name=value&amp;name=value</c>, in the ordinal order of their names, with <c>%</c>, <c>?</c>, <c>=</c> and <c>&amp;</c> in the
    /// parts as <c>%25</c>, <c>%3F</c>, <c>%3D</c> and <c>%26</c>. No two keys are one. What <see cref="SessionKey"/> does not take, is refused.</para>
    /// <para>A session that the store makes or loads, and that has no key, is given this one, as <see cref="SessionKeyExtensions.SetSessionKey"/> does, for
    /// history providers of ours.</para>
    /// <para>Sessions of <c>WithSessions</c> are in their store by themselves.</para>
    /// </remarks>
    /// <param name="store">The store. It stays yours to dispose of.</param>
    /// <returns>The same store, as one of the framework.</returns>
    /// <example>
    /// <code>
    /// AgentSessionStore sessions = new SqliteSessionStore("Data Source=sessions.db").AsAgentSessionStore();
    /// AgentSession session = await sessions.GetOrCreateSessionAsync(agent, new AgentSessionStoreKey("alice-42").WithPartition("tenant", "acme"));
    /// </code>
    /// </example>
    [Experimental(ExperimentalMembers.SessionStores)]
    public static Framework.AgentSessionStore AsAgentSessionStore(this SessionStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return new AdaptedSessionStore(store);
    }
}
