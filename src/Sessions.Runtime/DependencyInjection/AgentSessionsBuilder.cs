using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Sessions.Agents;

namespace Sessions;

/// <summary>Registers agents, providers and stores; <c>services.AddAgentSessions()</c> returns it.</summary>
public sealed class AgentSessionsBuilder
{
    internal AgentSessionsBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services that are being registered.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Registers a context or history provider, for agents to name; each turn has its own instance.</summary>
    /// <typeparam name="TProvider">The provider; its constructor's parameters are resolved from the turn's scope.</typeparam>
    /// <param name="name">The name that agents ask for it by: the provider's <see cref="AIContextProvider.SourceId"/>.</param>
    /// <returns>The builder.</returns>
    public AgentSessionsBuilder AddContextProvider<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TProvider>(string name)
        where TProvider : AIContextProvider
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Services.AddKeyedScoped<AIContextProvider, TProvider>(name);
        return this;
    }
}
