using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Sessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Sessions with dependency injection.</summary>
public static class AgentSessionsServiceCollectionExtensions
{
    /// <summary>
    /// Begins the registration of agents, providers and stores. When the host starts, each agent and its providers are made once and the
    /// stores are asked, so that what is registered wrongly is found then.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <returns>A builder that registers the rest.</returns>
    public static AgentSessionsBuilder AddAgentSessions(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RegistrationCheck>());
        return new AgentSessionsBuilder(services);
    }
}
