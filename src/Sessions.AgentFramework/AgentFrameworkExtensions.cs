using Microsoft.Extensions.AI;
using Sessions.AgentFramework.Agents;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework;

/// <summary>Takes agents, responses and options from Sessions to Microsoft Agent Framework, and what the framework has no place for with them.</summary>
public static class AgentFrameworkExtensions
{
    private const string TurnKeyName = "sessions.turnKey";

    /// <summary>
    /// Makes an agent of the framework of one of ours: for its workflows and hosts, beside agents of its own. Everything that the agent
    /// promises holds there too: its turns are atomic and queue, and its sessions are kept in its store.
    /// </summary>
    /// <remarks>
    /// <para>A session of the new agent has one of ours in it: <c>session.GetService&lt;Sessions.Agents.AgentSession&gt;()</c>. Serialized, it is
    /// our document, and with it the framework's state bag, if something is in there.</para>
    /// <para>Safe for concurrent use, as the agent is.</para>
    /// </remarks>
    /// <param name="agent">The agent.</param>
    /// <returns>The same agent, as one of the framework.</returns>
    /// <example>
    /// <code>
    /// Microsoft.Agents.AI.AIAgent guide = ourAgent.AsAgentFrameworkAgent();
    /// Workflow workflow = AgentWorkflowBuilder.BuildSequential([guide, theirAgent]);
    /// </code>
    /// </example>
    public static Framework.AIAgent AsAgentFrameworkAgent(this Sessions.Agents.AIAgent agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return new AdaptedAgent(agent);
    }

    /// <summary>
    /// Keeps the sessions of an agent of the framework in a store: a turn's messages and state are committed together or not at all, the
    /// turns of a session do not overlap, and a session belongs to one agent. The agent itself is not changed.
    /// </summary>
    /// <param name="agent">The agent. It needs a name, or an id that was given: its stored sessions know it by that.</param>
    /// <param name="store">Where its sessions are kept. It is not disposed.</param>
    /// <param name="options">How its turns are run.</param>
    /// <returns>An agent of the framework that runs this one.</returns>
    /// <inheritdoc cref="SessionsAgent(Framework.AIAgent, SessionStore, SessionsAgentOptions?)" path="/exception"/>
    /// <example>
    /// <code>
    /// SessionsAgent durable = agent.WithSessions(new SqliteSessionStore("Data Source=sessions.db"));
    /// </code>
    /// In a builder: <c>agent.AsBuilder().Use(inner =&gt; inner.WithSessions(store)).Build()</c>.
    /// </example>
    public static SessionsAgent WithSessions(this Framework.AIAgent agent, SessionStore store, SessionsAgentOptions? options = null) => new(agent, store, options);

    /// <summary>Makes a response of the framework of one of ours.</summary>
    /// <param name="response">The response, also that of a <see cref="SessionException"/>.</param>
    /// <returns>The framework's, whose <see cref="Framework.AgentResponse.RawRepresentation"/> is ours.</returns>
    public static Framework.AgentResponse AsAgentFrameworkResponse(this Sessions.Agents.AgentResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return AdaptedResponse.Of(response);
    }

    /// <summary>
    /// Gives a run a key: repeated with it, the run returns the recorded response without asking the model again, and its finished tools do
    /// not run again.
    /// </summary>
    /// <typeparam name="TOptions">The type of the options.</typeparam>
    /// <param name="options">The options of the run.</param>
    /// <param name="turnKey">The key.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="ArgumentException">The key is empty.</exception>
    public static TOptions WithTurnKey<TOptions>(this TOptions options, string turnKey)
        where TOptions : Framework.AgentRunOptions
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(turnKey);
        (options.AdditionalProperties ??= [])[TurnKeyName] = turnKey;
        return options;
    }

    /// <summary>What the agent has to say about the turn besides its answer; nothing of a response that is not one of ours.</summary>
    /// <param name="response">The response of a run that was not streamed.</param>
    public static IReadOnlyList<TurnIssue> GetIssues(this Framework.AgentResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return OursOf(response)?.Issues ?? [];
    }

    /// <inheritdoc cref="GetIssues(Framework.AgentResponse)"/>
    /// <param name="update">The last update of a stream.</param>
    public static IReadOnlyList<TurnIssue> GetIssues(this Framework.AgentResponseUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return update.RawRepresentation is Sessions.Agents.AgentResponseUpdate ours ? ours.Issues : [];
    }

    /// <summary>The id of the turn; <see langword="null"/> of a response that is not one of ours.</summary>
    /// <param name="response">The response of a run that was not streamed.</param>
    public static string? GetTurnId(this Framework.AgentResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return OursOf(response)?.TurnId;
    }

    /// <inheritdoc cref="GetTurnId(Framework.AgentResponse)"/>
    /// <param name="update">An update of a stream.</param>
    public static string? GetTurnId(this Framework.AgentResponseUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return (update.RawRepresentation as Sessions.Agents.AgentResponseUpdate)?.TurnId;
    }

    /// <summary>A response that the framework makes of another one, a typed one for example, has that as its raw representation.</summary>
    private static Sessions.Agents.AgentResponse? OursOf(Framework.AgentResponse response)
    {
        var raw = response.RawRepresentation;
        while (raw is Framework.AgentResponse inner && inner.RawRepresentation != raw)
        {
            raw = inner.RawRepresentation;
        }

        return raw as Sessions.Agents.AgentResponse;
    }

    internal static string? FindTurnKey(Framework.AgentRunOptions options) =>
        options.AdditionalProperties?.TryGetValue(TurnKeyName, out string? turnKey) == true ? turnKey : null;

    /// <summary>What is for the model's client.</summary>
    internal static AdditionalPropertiesDictionary? WithoutTurnKey(AdditionalPropertiesDictionary? properties)
    {
        if (properties?.ContainsKey(TurnKeyName) != true)
        {
            return properties;
        }

        var others = new AdditionalPropertiesDictionary(properties);
        others.Remove(TurnKeyName);
        return others.Count == 0 ? null : others;
    }
}
