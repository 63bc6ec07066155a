using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions;

/// <summary>What a registered agent is made with: the options of the agent, and what is taken from dependency injection.</summary>
/// <remarks>
/// Where they are not set, the name is that of the registration, and the session store, the logger factory and the clock are the
/// registered ones.
/// </remarks>
public sealed class AgentRegistrationOptions : ChatClientAgentOptions
{
    /// <summary>The key of the registered <see cref="IChatClient"/> to use; the one without a key by default.</summary>
    public object? ChatClientKey { get; set; }

    /// <summary>
    /// The names of registered providers that take part in every turn, in order, after
    /// <see cref="ChatClientAgentOptions.ContextProviders"/>. Each turn has its own instances, from a scope of its own.
    /// </summary>
    public IList<string> ProviderNames { get; set; } = [];
}
