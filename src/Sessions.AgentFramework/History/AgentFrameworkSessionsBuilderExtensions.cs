using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sessions.AgentFramework.History;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework;

/// <summary>Registers for Microsoft Agent Framework what is registered for Sessions.</summary>
public static class AgentFrameworkSessionsBuilderExtensions
{
    /// <summary>
    /// Registers a history provider that is registered by its name as one of the framework too, under the same key. The generated
    /// <c>Add…</c> methods do so in a project that references this package.
    /// </summary>
    /// <remarks>
    /// The one of the framework is a singleton, as its agents are; each of its calls makes the provider in a scope of its own, which the
    /// provider finds as <see cref="Sessions.Agents.TurnContext.Services"/>.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The provider's name: its source id.</param>
    /// <returns>The builder.</returns>
    /// <example>
    /// <code>
    /// services.AddAgentSessions().AddDatabaseHistoryProvider();
    /// // ...
    /// ChatHistoryProvider history = services.GetRequiredKeyedService&lt;ChatHistoryProvider&gt;("database");
    /// </code>
    /// </example>
    public static AgentSessionsBuilder AddChatHistoryProvider(this AgentSessionsBuilder builder, string name)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        builder.Services.TryAddKeyedSingleton<Framework.ChatHistoryProvider>(
            name,
            (services, _) => new RegisteredHistoryProvider(services.GetRequiredService<IServiceScopeFactory>(), name).AsChatHistoryProvider());
        return builder;
    }
}
