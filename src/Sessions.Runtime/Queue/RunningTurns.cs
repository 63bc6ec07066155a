using Sessions.Agents;

namespace Sessions;

/// <summary>Stops turns whose session is about to be deleted: what they would write later would outlive it.</summary>
internal static class RunningTurns
{
    /// <summary>Keeps turns of a session from running until the entry is disposed, if none runs in this process.</summary>
    /// <returns><see langword="null"/> where one does.</returns>
    public static TurnQueueEntry? TryEnter(TurnQueueName name)
    {
        try
        {
            return TurnQueueEntry.Enter(name, turn: default);
        }
        catch (Exception exception) when (exception is SessionBusyException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>
    /// Interrupts the turn of a session that runs in this process and those that wait, and keeps others from running until the entry is
    /// disposed.
    /// </summary>
    /// <returns><see langword="null"/> where the caller is inside the turn: its own commit will find that the session is gone.</returns>
    public static async ValueTask<TurnQueueEntry?> StopAsync(TurnQueueName name, CancellationToken cancellationToken)
    {
        try
        {
            return await TurnQueueEntry.EnterAsync(name, ConcurrentTurns.Supersede, turn: default, turnKey: null, QueuePatience.Unlimited, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Interrupts the turns of a tenant's sessions that run in this process, one session after the other.</summary>
    /// <param name="location">Where the sessions are kept.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="isMeant">Whether a session is one of those whose turns are to stop.</param>
    /// <param name="cancellationToken">Cancels the wait for their ends.</param>
    public static async ValueTask StopAllAsync(object location, string tenant, Func<SessionKey, ValueTask<bool>> isMeant, CancellationToken cancellationToken)
    {
        foreach (var name in TurnQueue.NamesOf(location, tenant))
        {
            if (await isMeant(name.Session).ConfigureAwait(false))
            {
                // Nobody holds one queue while waiting for another, or two who delete would wait for each other.
                (await StopAsync(name, cancellationToken).ConfigureAwait(false))?.Dispose();
            }
        }
    }
}
