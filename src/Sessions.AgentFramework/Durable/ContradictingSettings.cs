using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Durable;

/// <summary>Refuses agents whose settings contradict what a <see cref="SessionsAgent"/> does.</summary>
internal static class ContradictingSettings
{
    /// <summary>Refuses an agent that keeps its history, or its turns, in another way.</summary>
    /// <exception cref="ArgumentException">It does.</exception>
    public static void ThrowIfAny(Framework.AIAgent agent)
    {
        if (agent.GetService<SessionsAgent>() is not null)
        {
            throw Refused(agent, "is one of a store already: WithSessions was called on it", "Call it once");
        }

        if (agent.GetService<Sessions.Agents.AIAgent>() is not null)
        {
            throw Refused(agent, "is one of Sessions, whose turns are committed to its own store", "Give that agent the store, with its SessionStore option");
        }

        if (agent.GetService<Framework.ChatClientAgentOptions>() is not { } options)
        {
            return;
        }

        if (options.ChatHistoryProvider is { } provider)
        {
            object given = provider.GetService<HistoryProvider>() ?? (object)provider;
            throw Refused(agent, $"has a ChatHistoryProvider of its own ({given.GetType()}), so that two would keep the history", "Leave it out, since the store keeps the messages, or do not call WithSessions");
        }

        if (ExperimentalMembers.PersistsPerServiceCall(options))
        {
            throw Refused(agent, "has RequirePerServiceCallChatHistoryPersistence set, which stores parts of a turn while it runs, and a turn is committed as a whole", "Leave the setting out, and say with SessionsAgentOptions.InterruptedTurns what is to be kept of a turn that does not complete");
        }

        if (options.ChatOptions?.ConversationId is { Length: > 0 } id)
        {
            throw Refused(agent, $"names the service's conversation '{id}' in its ChatOptions, so that all sessions would share one history", "Leave it out, and get the session with GetSessionAsync(…, serviceSessionId: …)");
        }
    }

    /// <summary>What the agent's sessions know it by: the same in every process.</summary>
    /// <exception cref="ArgumentException">It has neither an id that was given nor a name.</exception>
    public static string StableId(Framework.AIAgent agent) => AgentIdentity.Find(agent)
        ?? throw Refused(agent, "has neither a Name nor an Id that was given, and its stored sessions know it by that", "Set its Name");

    private static ArgumentException Refused(Framework.AIAgent agent, string reason, string wayOut) =>
        new($"Agent '{agent.Name ?? agent.Id}' {reason}. {wayOut}.", nameof(agent));
}
