using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>Options of one run. What is not set is as the agent has it.</summary>
public class AgentRunOptions
{
    /// <summary>The format that the answer must have.</summary>
    public ChatResponseFormat? ResponseFormat { get; set; }

    /// <summary>Further properties for the model's client, before the agent's own of the same names.</summary>
    public AdditionalPropertiesDictionary? AdditionalProperties { get; set; }
}

/// <summary>Options of one run of a <see cref="ChatClientAgent"/>.</summary>
public sealed class ChatClientAgentRunOptions : AgentRunOptions
{
    /// <summary>
    /// Options for the model's client. What is set comes before what the agent has; instructions and tools are added to the
    /// agent's. They are not changed by the run.
    /// </summary>
    public ChatOptions? ChatOptions { get; set; }
}
