using System.Text.Json;
using Sessions.AgentFramework.Import;

namespace Sessions.AgentFramework;

/// <summary>Takes sessions over from Microsoft Agent Framework.</summary>
public static class AgentFrameworkImportExtensions
{
    /// <summary>
    /// Makes one of the agent's sessions of one that the framework's <c>ChatClientAgent</c> has serialized: its messages become turns, what
    /// is in its state bag becomes state, and the service's id of the conversation stays. With a store, the session is in it at once.
    /// </summary>
    /// <remarks>
    /// <para>A turn begins with what the user says, and goes on to the next such message: tools and all. State is that of the session from
    /// before its first turn, so that no turn is without it. State whose type is written by the framework's own <c>SetValue</c> is read as
    /// version 1, names without regard to case.</para>
    /// <para>What the framework marks the source of a message with, and the id that it gives a conversation of its own, are left out. What
    /// has no place in a session is listed in <see cref="AgentFrameworkImport{TSession}.Issues"/>. Sessions of its previews are read too.</para>
    /// <para>Where a history provider of the agent keeps the history, the turns are in the session, and the model is sent the provider's.</para>
    /// </remarks>
    /// <param name="agent">The agent that the session is to belong to.</param>
    /// <param name="serialized">What the framework's agent has serialized.</param>
    /// <param name="key">The new session's tenant and id.</param>
    /// <param name="historyKey">What the state bag has the messages under, where <c>InMemoryChatHistoryProviderOptions.StateKey</c> said so.</param>
    /// <param name="cancellationToken">Cancels the import; nothing is left of it then.</param>
    /// <returns>The session, and what became of the parts of the other.</returns>
    /// <exception cref="SessionFormatException">It is no session of the framework's agent, or it is damaged: the message says where.</exception>
    /// <exception cref="SessionExistsException">The agent's store has a session of that key.</exception>
    /// <exception cref="SessionMismatchException">The agent's store has a session of that key, of another agent.</exception>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    /// <exception cref="InvalidOperationException">The agent has neither a name nor an id that the session could be known by elsewhere.</exception>
    /// <example>
    /// <code>
    /// var import = await guide.ImportAgentFrameworkSessionAsync(serialized, new SessionKey("acme", "alice-42"));
    /// AgentResponse response = await guide.RunAsync("Where were we?", import.Session);
    /// </code>
    /// </example>
    public static ValueTask<AgentFrameworkImport<Sessions.Agents.AgentSession>> ImportAgentFrameworkSessionAsync(
        this Sessions.Agents.AIAgent agent,
        JsonElement serialized,
        SessionKey key,
        string? historyKey = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(agent);
        _ = key.Id;
        return SessionImport.RunAsync(agent, serialized, key, historyKey, cancellationToken);
    }
}
