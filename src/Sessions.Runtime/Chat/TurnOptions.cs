using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>Puts the options of an agent and of a run together for one call of the model.</summary>
internal static class TurnOptions
{
    /// <summary>
    /// The run's options where they are set, else the agent's; instructions and tools are those of both. A new object, for the
    /// client may change it; <see langword="null"/> where neither asks for anything.
    /// </summary>
    public static ChatOptions? Merge(ChatOptions? agent, AgentRunOptions? run)
    {
        if (agent is null && run is null)
        {
            return null;
        }

        var ofRun = (run as ChatClientAgentRunOptions)?.ChatOptions;
        var merged = ofRun?.Clone() ?? new ChatOptions();
        merged.ResponseFormat = run?.ResponseFormat ?? merged.ResponseFormat;
        merged.AdditionalProperties = Merge(run?.AdditionalProperties, merged.AdditionalProperties);
        merged.AllowBackgroundResponses = run?.AllowBackgroundResponses ?? merged.AllowBackgroundResponses;
        if (agent is not null)
        {
            FillFrom(merged, agent);
        }

        merged.Tools = agent?.Tools is null && ofRun?.Tools is null ? null : [.. agent?.Tools ?? [], .. ofRun?.Tools ?? []];
        return merged;
    }

    private static void FillFrom(ChatOptions merged, ChatOptions agent)
    {
        merged.Instructions = string.IsNullOrEmpty(agent.Instructions) ? merged.Instructions
            : string.IsNullOrEmpty(merged.Instructions) ? agent.Instructions
            : agent.Instructions + "\n" + merged.Instructions;
        merged.ConversationId ??= agent.ConversationId;
        merged.Temperature ??= agent.Temperature;
        merged.MaxOutputTokens ??= agent.MaxOutputTokens;
        merged.TopP ??= agent.TopP;
        merged.TopK ??= agent.TopK;
        merged.FrequencyPenalty ??= agent.FrequencyPenalty;
        merged.PresencePenalty ??= agent.PresencePenalty;
        merged.Seed ??= agent.Seed;
        merged.Reasoning ??= agent.Reasoning;
        merged.ResponseFormat ??= agent.ResponseFormat;
        merged.ModelId ??= agent.ModelId;
        merged.StopSequences ??= agent.StopSequences is null ? null : [.. agent.StopSequences];
        merged.AllowMultipleToolCalls ??= agent.AllowMultipleToolCalls;
        merged.ToolMode ??= agent.ToolMode;
        merged.AllowBackgroundResponses ??= agent.AllowBackgroundResponses;
        merged.RawRepresentationFactory ??= agent.RawRepresentationFactory;
        merged.AdditionalProperties = Merge(merged.AdditionalProperties, agent.AdditionalProperties);
    }

    private static AdditionalPropertiesDictionary? Merge(AdditionalPropertiesDictionary? first, AdditionalPropertiesDictionary? second)
    {
        if (first is null || second is null)
        {
            return (first ?? second)?.Clone();
        }

        var merged = first.Clone();
        foreach (var (name, value) in second)
        {
            merged.TryAdd(name, value);
        }

        return merged;
    }
}
