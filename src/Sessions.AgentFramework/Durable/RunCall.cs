using Sessions.Agents;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Durable;

/// <summary>What a caller of a <see cref="SessionsAgent"/> has given one run: it goes with the turn to the run of the framework's agent.</summary>
/// <param name="session">The session, if there is one.</param>
/// <param name="options">The options that the caller gave.</param>
internal sealed class RunCall(SessionsAgentSession? session, Framework.AgentRunOptions? options) : AgentRunOptions
{
    public SessionsAgentSession? Session => session;

    public Framework.AgentRunOptions? Given => options;

    /// <summary>Takes what the turn itself goes by.</summary>
    /// <exception cref="ArgumentException">The options name another owner of the history.</exception>
    public static RunCall Of(SessionsAgentSession? session, Framework.AgentRunOptions? options)
    {
        var call = new RunCall(session, options) { AllowEmptyInput = true };
        if (options is null)
        {
            return call;
        }

        ThrowIfHistoryIsElsewhere(options);
        call.TurnKey = AgentFrameworkExtensions.FindTurnKey(options);
        call.ContinuationToken = ExperimentalMembers.TokenOf(options);
        call.AllowBackgroundResponses = ExperimentalMembers.AllowBackgroundResponsesOf(options);
        return call;
    }

    private static void ThrowIfHistoryIsElsewhere(Framework.AgentRunOptions options)
    {
        if (options.AdditionalProperties?.TryGetValue(InnerRun.HistoryProviderName, out var provider) == true && provider is not RunMessages)
        {
            throw new ArgumentException($"The options have a ChatHistoryProvider of their own, and a {nameof(SessionsAgent)} keeps the history in its store: it would be kept twice. Leave the provider out, or run the agent that was given to WithSessions.", nameof(options));
        }

        if (options is Framework.ChatClientAgentRunOptions { ChatOptions.ConversationId: { Length: > 0 } id })
        {
            throw new ArgumentException($"The options name the service's conversation '{id}', and whose a history is, is the session's to say. Get a session of that conversation with GetSessionAsync(…, serviceSessionId: \"{id}\").", nameof(options));
        }
    }
}
