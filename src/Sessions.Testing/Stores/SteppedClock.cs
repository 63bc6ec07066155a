namespace Sessions.Testing;

/// <summary>A clock that stands still until a case moves it.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private DateTimeOffset _now = StoreData.Time;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan time) => _now += time;
}
