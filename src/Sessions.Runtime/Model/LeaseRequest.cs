namespace Sessions.Storage;

/// <summary>
/// Asks for the lease of a session, with an opening or a commit. While somebody holds it, others who ask for it are told to wait; it
/// hinders nobody from reading or committing, and what is committed is decided by the revision alone.
/// </summary>
public sealed record LeaseRequest
{
    /// <summary>Asks for a lease.</summary>
    /// <param name="holder">Who asks: the same text asks for the same lease again.</param>
    /// <param name="duration">How long it lasts from when the store grants it, by the store's clock; with a commit, zero gives it back.</param>
    /// <exception cref="ArgumentException">The holder is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative, or more than a day.</exception>
    public LeaseRequest(string holder, TimeSpan duration)
    {
        ArgumentException.ThrowIfNullOrEmpty(holder);
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(duration, TimeSpan.FromDays(1));
        Holder = holder;
        Duration = duration;
    }

    /// <summary>Who asks.</summary>
    public string Holder { get; }

    /// <summary>How long it lasts.</summary>
    public TimeSpan Duration { get; }
}
