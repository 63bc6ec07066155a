using Sessions.AgentFramework.History;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework;

/// <summary>Takes history providers from Sessions to Microsoft Agent Framework.</summary>
public static class HistoryProviderExtensions
{
    /// <summary>
    /// Makes a history provider of the framework of one of ours, generated or written by hand: for the framework's own agents, whose
    /// sessions it knows by <see cref="SessionKeyExtensions.SetSessionKey"/>.
    /// </summary>
    /// <remarks>
    /// <para>A run with a session that has no key is refused before the model is called. A run without a session has no history, as with
    /// our agents.</para>
    /// <para>The provider's flags hold: what other providers of the framework add to a run is stored where
    /// <see cref="HistoryProvider.StoreContextMessages"/> says so, and then in the place where the model saw it. What is loaded is sent
    /// as a model takes it: calls of tools that were left open are closed.</para>
    /// <para><see cref="Sessions.Agents.TurnContext.Agent"/> and <see cref="Sessions.Agents.TurnContext.Session"/> stand in for those of the
    /// framework, with the agent's id and name, the session's key, and the typed state of its state bag; state that the provider sets is put
    /// back there. They run nothing. The framework's own are services of the session.</para>
    /// <para>The framework tells a provider of a run that succeeded or failed, and not of a stream that its reader left. What the
    /// provider throws when it saves is thrown to the caller of the run; after a run that failed, the run's own failure is.</para>
    /// </remarks>
    /// <param name="provider">The provider. It stays yours to dispose of.</param>
    /// <returns>The same provider, for <c>ChatClientAgentOptions.ChatHistoryProvider</c>.</returns>
    /// <example>
    /// <code>
    /// AIAgent agent = chatClient.AsAIAgent(new ChatClientAgentOptions
    /// {
    ///     Name = "Guide",
    ///     ChatHistoryProvider = new DatabaseHistoryProvider(db).AsChatHistoryProvider(),
    /// });
    /// </code>
    /// </example>
    public static Framework.ChatHistoryProvider AsChatHistoryProvider(this HistoryProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return new AdaptedHistoryProvider(provider);
    }
}
