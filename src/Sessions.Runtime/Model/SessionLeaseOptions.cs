namespace Sessions;

/// <summary>
/// How the hosts of one store lease sessions to each other, so that a turn on one host waits for the turn of the session that runs on another, rather than
/// to come too late.
/// </summary>
/// <remarks>
/// A lease saves work and decides nothing: what is committed is decided by the session's revision, with a lease or without, so that
/// one that is lost costs a conflict at worst. All hosts should use it, and with the same times. Its time is measured by the store's clock.
/// </remarks>
public sealed class SessionLeaseOptions
{
    /// <summary>
    /// How long the lease lasts from when it was last granted; 30 seconds by default. A turn that runs renews it at a third of this. When a host dies, its
    /// sessions wait no longer than this for the others.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than a second, or more than an hour.</exception>
    public TimeSpan Duration
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromSeconds(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromHours(1));
            field = value;
        }
    } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long after a turn the lease stays with this host; a second by default, and with zero it is given back at once. A turn
    /// that begins meanwhile on the same session object need not ask the store what is new: it takes one round trip. A turn on another host waits that long.
    /// With a load balancer that sends a session to one host, up to <see cref="Duration"/> is worth it; more counts as that.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or more than an hour.</exception>
    public TimeSpan IdleDuration
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromHours(1));
            field = value;
        }
    } = TimeSpan.FromSeconds(1);
}
