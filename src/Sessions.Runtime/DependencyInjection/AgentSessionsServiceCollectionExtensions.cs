using Sessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Sessions with dependency injection.</summary>
public static class AgentSessionsServiceCollectionExtensions
{
    /// <summary>Begins the registration of agents, providers and stores.</summary>
    /// <param name="services">The services.</param>
    /// <returns>A builder that registers the rest.</returns>
    public static AgentSessionsBuilder AddAgentSessions(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return new AgentSessionsBuilder(services);
    }
}
