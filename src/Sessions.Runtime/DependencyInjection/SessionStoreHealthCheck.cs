using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Sessions;

/// <summary>Asks the store whether it can be used now.</summary>
internal sealed class SessionStoreHealthCheck(SessionStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await ExceptionTranslatingStore.Of(store).ProbeAsync(cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (SessionException exception)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, exception.Message, exception);
        }
    }
}
