using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sessions;

/// <summary>Removes expired sessions from time to time, as long as the host runs.</summary>
internal sealed class SessionPurge(IServiceProvider services, SessionPurgeOptions options) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var store = ExceptionTranslatingStore.Of(services.GetRequiredService<SessionStore>());
        var logger = services.GetRequiredService<ILogger<SessionStore>>();
        using var timer = new PeriodicTimer(options.Interval, services.GetService<TimeProvider>() ?? TimeProvider.System);
        do
        {
            try
            {
                await PurgeAsync(store, stoppingToken).ConfigureAwait(false);
            }
            catch (SessionException exception)
            {
                // The store may be away for a while. The next time comes.
                logger.PurgeFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async ValueTask PurgeAsync(SessionStore store, CancellationToken cancellationToken)
    {
        while (await store.PurgeAsync(options.BatchSize, options.Grace, cancellationToken).ConfigureAwait(false) >= options.BatchSize)
        {
        }
    }
}
