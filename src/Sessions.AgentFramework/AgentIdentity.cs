using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework;

/// <summary>What an agent of the framework is known by in every process.</summary>
internal static class AgentIdentity
{
    /// <summary>The agent's id, unless the framework made it up; then its name.</summary>
    /// <exception cref="InvalidOperationException">The agent has neither.</exception>
    public static string Of(Framework.AIAgent agent) => Find(agent) ?? throw new InvalidOperationException(
        $"The agent's id, '{agent.Id}', is another one in each process, and it has no name: nobody would know its sessions. Set Name or Id in its options.");

    /// <summary>The same; <see langword="null"/> where the agent has neither.</summary>
    public static string? Find(Framework.AIAgent agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return agent.GetService<Framework.ChatClientAgentOptions>()?.Id is { Length: > 0 } id ? id
            : !IsMadeUp(agent.Id) ? agent.Id
            : !string.IsNullOrEmpty(agent.Name) ? agent.Name
            : null;
    }

    // Nothing else tells an id that an agent was given from the one that the framework makes where it was not.
    private static bool IsMadeUp(string id) => Guid.TryParseExact(id, "N", out _);
}
