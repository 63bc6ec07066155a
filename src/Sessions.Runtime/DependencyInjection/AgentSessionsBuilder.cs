using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sessions.Agents;

namespace Sessions;

/// <summary>Registers agents, providers and stores; <c>services.AddAgentSessions()</c> returns it.</summary>
public sealed class AgentSessionsBuilder
{
    internal AgentSessionsBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services that are being registered.</summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// Registers a context or history provider, for agents to name; each turn has its own instance. To register the same provider
    /// again changes nothing.
    /// </summary>
    /// <typeparam name="TProvider">The provider; its constructor's parameters are resolved from the turn's scope.</typeparam>
    /// <param name="name">The name that agents ask for it by: the provider's <see cref="AIContextProvider.SourceId"/>.</param>
    /// <param name="loadsMessages">
    /// Whether it is a history provider that loads messages, where that is known: an agent that names two of them is refused when it is
    /// made, else at its first turn.
    /// </param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">Another provider is registered under the name.</exception>
    public AgentSessionsBuilder AddContextProvider<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TProvider>(string name, bool loadsMessages = false)
        where TProvider : AIContextProvider
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var registered = Services.FirstOrDefault(service => service.ServiceType == typeof(AIContextProvider) && service.IsKeyedService && Equals(service.ServiceKey, name));
        if (registered is null)
        {
            Services.AddKeyedScoped<AIContextProvider, TProvider>(name);
            Services.AddSingleton(new ProviderRegistration(name, loadsMessages));
            return this;
        }

        return registered.KeyedImplementationType == typeof(TProvider) ? this : throw new InvalidOperationException(
            $"{registered.KeyedImplementationType?.ToString() ?? "Another provider"} is registered under the name '{name}' already, so that {typeof(TProvider)} would take its place. Give one of them a name of its own.");
    }

    /// <summary>Registers an agent, as a keyed singleton <see cref="AIAgent"/>.</summary>
    /// <param name="name">The key to resolve the agent by, and its name unless the options say another.</param>
    /// <param name="configure">Sets the agent's options; called once, when the agent is resolved first.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An agent of that name is registered already.</exception>
    /// <example>
    /// <code>
    /// services.AddAgentSessions()
    ///     .UseSqlite("Data Source=sessions.db")
    ///     .AddDatabaseHistoryProvider()
    ///     .AddAgent("support", (services, options) =&gt; options.ProviderNames.Add("database"));
    ///
    /// public sealed class Chat([FromKeyedServices("support")] AIAgent agent) { … }
    /// </code>
    /// </example>
    public AgentSessionsBuilder AddAgent(string name, Action<IServiceProvider, AgentRegistrationOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (Services.Any(service => !service.IsKeyedService && service.ImplementationInstance is AgentRegistration registration && string.Equals(registration.Name, name, StringComparison.Ordinal)))
        {
            throw new ArgumentException($"An agent is registered as '{name}' already, and the second would take its place. Register it under another name.", nameof(name));
        }

        Services.AddSingleton(new AgentRegistration(name));
        Services.AddKeyedSingleton<AIAgent>(name, (services, _) => CreateAgent(services, name, configure));
        return this;
    }

    /// <summary>
    /// Removes what has expired from the registered store from time to time, in batches, as long as the host runs. Where several hosts
    /// share a store, each may.
    /// </summary>
    /// <param name="configure">Says how often, and how many at once.</param>
    /// <returns>The builder.</returns>
    /// <example><code>services.AddAgentSessions().UseSqlite("Data Source=sessions.db").ExpireSessions(SessionExpiration.Sliding(TimeSpan.FromDays(30))).AddSessionPurge();</code></example>
    public AgentSessionsBuilder AddSessionPurge(Action<SessionPurgeOptions>? configure = null)
    {
        var options = new SessionPurgeOptions();
        configure?.Invoke(options);
        Services.AddSingleton<IHostedService>(services => new SessionPurge(services, options));
        return this;
    }

    /// <summary>Lets the sessions of the registered store expire, as far as agents that have no store of their own commit them.</summary>
    /// <param name="expiration">How long they last.</param>
    /// <returns>The builder.</returns>
    public AgentSessionsBuilder ExpireSessions(SessionExpiration expiration)
    {
        ArgumentNullException.ThrowIfNull(expiration);
        Services.AddSingleton(expiration);
        return this;
    }

    private static ChatClientAgent CreateAgent(IServiceProvider services, string name, Action<IServiceProvider, AgentRegistrationOptions>? configure)
    {
        var options = new AgentRegistrationOptions { Name = name };
        configure?.Invoke(services, options);
        options.SessionStore ??= services.GetService<SessionExpiration>() is { } expiration
            ? services.GetService<SessionStore>()?.WithExpiration(expiration)
            : services.GetService<SessionStore>();

        options.LoggerFactory ??= services.GetService<ILoggerFactory>();
        options.TimeProvider ??= services.GetService<TimeProvider>();
        ProviderRegistration.ThrowIfTogetherWrong(name, options.ProviderNames, services.GetServices<ProviderRegistration>());
        var client = (options.ChatClientKey is { } key ? services.GetKeyedService<IChatClient>(key) : services.GetService<IChatClient>())
            ?? throw NoChatClient(name, options.ChatClientKey);
        var registered = new RegisteredProviders(services.GetRequiredService<IServiceScopeFactory>(), name, [.. options.ProviderNames]);
        return new ChatClientAgent(client, options, registered);
    }

    private static InvalidOperationException NoChatClient(string name, object? key) => new(key is null
        ? $"Agent '{name}' has no chat client: no IChatClient is registered. Register one, or set {nameof(AgentRegistrationOptions.ChatClientKey)} to the key of one."
        : $"Agent '{name}' has no chat client: no IChatClient is registered under the key '{key}' of {nameof(AgentRegistrationOptions.ChatClientKey)}. Register one under it.");
}
