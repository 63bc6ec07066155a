namespace Sessions.TestKit;

/// <summary>A clock that a test moves.</summary>
public sealed class ManualClock : TimeProvider
{
    private DateTimeOffset _now = StoreData.Time;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan time) => _now += time;
}
