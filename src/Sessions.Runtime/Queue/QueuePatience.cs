namespace Sessions;

/// <summary>How long an entry waits in its queue.</summary>
/// <param name="Timeout">The longest wait; <see langword="null"/> for as long as it takes.</param>
/// <param name="TimeProvider">The clock that it is measured by.</param>
internal readonly record struct QueuePatience(TimeSpan? Timeout, TimeProvider TimeProvider)
{
    /// <summary>Waits for as long as it takes.</summary>
    public static QueuePatience Unlimited => new(null, TimeProvider.System);

    /// <summary>Begins to measure.</summary>
    /// <param name="waiting">Who waits.</param>
    /// <param name="giveUp">Called when the time is over.</param>
    /// <returns>What stops it; <see langword="null"/> where there is no limit.</returns>
    public ITimer? Start(object waiting, Action<object, TimeSpan> giveUp) => Timeout is not { } timeout ? null
        : TimeProvider.CreateTimer(_ => giveUp(waiting, timeout), state: null, timeout, System.Threading.Timeout.InfiniteTimeSpan);
}
