using Microsoft.Extensions.Diagnostics.HealthChecks;
using Sessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers health checks of Sessions.</summary>
public static class SessionStoreHealthChecksBuilderExtensions
{
    /// <summary>Adds a health check that asks the registered <see cref="SessionStore"/> whether it can be used now.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What is reported where the store cannot be used; unhealthy by default.</param>
    /// <param name="tags">Tags to select checks by.</param>
    /// <param name="timeout">How long the check may take. A store may wait for locks as long as its own time-out says.</param>
    /// <returns>The builder.</returns>
    /// <example>
    /// <code>
    /// services.AddHealthChecks().AddSessionStore();
    /// </code>
    /// </example>
    public static IHealthChecksBuilder AddSessionStore(
        this IHealthChecksBuilder builder,
        string name = "session_store",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(name, services => new SessionStoreHealthCheck(StoreOf(services)), failureStatus, tags, timeout));
    }

    private static SessionStore StoreOf(IServiceProvider services) => services.GetService<SessionStore>() ?? throw new InvalidOperationException(
        "No SessionStore is registered, so there is none to check. Register one, as with AddAgentSessions().UseSqlite(…).");
}
