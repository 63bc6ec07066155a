using Microsoft.Extensions.AI;
using Sessions.AgentFramework.Stores;
using Framework = Microsoft.Agents.AI;

#pragma warning disable MEAI001 // Nothing else carries an answer that is made in the background.
#pragma warning disable MAAI001 // A store for the framework's hosts derives from what it has for them.

namespace Sessions.AgentFramework;

/// <summary>The members of the framework that it may still change, and that nothing else serves for: all that are used here.</summary>
internal static class ExperimentalMembers
{
    /// <summary>The diagnostic that the framework reports where its session stores are used, and that we report where they are ours.</summary>
    public const string SessionStores = "MAAI001";

    public static ResponseContinuationToken? TokenOf(Framework.AgentRunOptions options) => options.ContinuationToken;

    public static bool? AllowBackgroundResponsesOf(Framework.AgentRunOptions options) => options.AllowBackgroundResponses;

    public static ResponseContinuationToken? TokenOf(Framework.AgentResponse response) => response.ContinuationToken;

    public static ResponseContinuationToken? TokenOf(Framework.AgentResponseUpdate update) => update.ContinuationToken;

    /// <summary>Lets a run go on with an answer, and be answered in the background, as the caller has asked for.</summary>
    public static void Continue(Framework.AgentRunOptions options, ResponseContinuationToken? token, Framework.AgentRunOptions? given)
    {
        options.ContinuationToken = token;
        options.AllowBackgroundResponses = given?.AllowBackgroundResponses;
    }

    public static bool PersistsPerServiceCall(Framework.ChatClientAgentOptions options) => options.RequirePerServiceCallChatHistoryPersistence;

    public static Framework.AgentResponse With(this Framework.AgentResponse response, ResponseContinuationToken? token)
    {
        response.ContinuationToken = token;
        return response;
    }

    public static Framework.AgentResponseUpdate With(this Framework.AgentResponseUpdate update, ResponseContinuationToken? token)
    {
        update.ContinuationToken = token;
        return update;
    }
}

/// <summary>A session store of the framework whose keys are ours.</summary>
internal abstract class KeyedAgentSessionStore : Framework.AgentSessionStore
{
    public sealed override ValueTask<Framework.AgentSession?> GetSessionAsync(Framework.AIAgent agent, Framework.AgentSessionStoreKey key, CancellationToken cancellationToken = default) =>
        GetAsync(agent, Of(key), cancellationToken);

    public sealed override ValueTask<Framework.AgentSession> GetOrCreateSessionAsync(Framework.AIAgent agent, Framework.AgentSessionStoreKey key, CancellationToken cancellationToken = default) =>
        GetOrCreateAsync(agent, Of(key), cancellationToken);

    public sealed override ValueTask SaveSessionAsync(Framework.AIAgent agent, Framework.AgentSessionStoreKey key, Framework.AgentSession session, CancellationToken cancellationToken = default) =>
        SaveAsync(agent, Of(key), session, cancellationToken);

    public sealed override ValueTask DeleteSessionAsync(Framework.AIAgent agent, Framework.AgentSessionStoreKey key, CancellationToken cancellationToken = default) =>
        DeleteAsync(agent, Of(key), cancellationToken);

    protected abstract ValueTask<Framework.AgentSession?> GetAsync(Framework.AIAgent agent, SessionKey key, CancellationToken cancellationToken);

    protected abstract ValueTask<Framework.AgentSession> GetOrCreateAsync(Framework.AIAgent agent, SessionKey key, CancellationToken cancellationToken);

    protected abstract ValueTask SaveAsync(Framework.AIAgent agent, SessionKey key, Framework.AgentSession session, CancellationToken cancellationToken);

    protected abstract ValueTask DeleteAsync(Framework.AIAgent agent, SessionKey key, CancellationToken cancellationToken);

    private static SessionKey Of(Framework.AgentSessionStoreKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return StoreKeyText.ToSessionKey(key.SessionId, key.Partitions);
    }
}
