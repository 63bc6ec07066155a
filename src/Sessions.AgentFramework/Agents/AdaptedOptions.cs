using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Agents;

/// <summary>The framework's options of a run, as ours.</summary>
internal static class AdaptedOptions
{
    /// <summary>Takes what both have, and the key of the turn.</summary>
    /// <exception cref="NotSupportedException">They have something that our agents have no place for.</exception>
    public static Sessions.Agents.AgentRunOptions Of(Framework.AgentRunOptions? options)
    {
        if (options is null)
        {
            return new Sessions.Agents.AgentRunOptions { AllowEmptyInput = true };
        }

        if (options is Framework.ChatClientAgentRunOptions { ChatClientFactory: not null })
        {
            throw new NotSupportedException("ChatClientFactory wraps the client of the framework's own ChatClientAgent for one run, and this agent is one of Sessions. Wrap its client with ChatClientAgentOptions.ConfigureChatClient.");
        }

        var adapted = options is Framework.ChatClientAgentRunOptions { ChatOptions: { } chatOptions }
            ? new Sessions.Agents.ChatClientAgentRunOptions { ChatOptions = chatOptions }
            : new Sessions.Agents.AgentRunOptions();
        adapted.AllowEmptyInput = true;
        adapted.TurnKey = AgentFrameworkExtensions.FindTurnKey(options);
        adapted.ContinuationToken = ExperimentalMembers.TokenOf(options);
        adapted.AllowBackgroundResponses = ExperimentalMembers.AllowBackgroundResponsesOf(options);
        adapted.ResponseFormat = options.ResponseFormat;
        adapted.AdditionalProperties = AgentFrameworkExtensions.WithoutTurnKey(options.AdditionalProperties);
        return adapted;
    }
}
