using System.Diagnostics;

namespace Sessions;

/// <summary>How long one operation waits for locks, all in all: of its process, of others, and of what it needs first.</summary>
/// <param name="timeout">The longest that it waits.</param>
internal sealed class LockWait(TimeSpan timeout)
{
    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>What is left; never negative, and never more than can be waited for at once.</summary>
    public TimeSpan Left
    {
        get
        {
            var left = timeout - Stopwatch.GetElapsedTime(_started);
            return left < TimeSpan.Zero ? TimeSpan.Zero : left.TotalMilliseconds > int.MaxValue ? TimeSpan.FromMilliseconds(int.MaxValue) : left;
        }
    }

    public bool IsOver => Stopwatch.GetElapsedTime(_started) >= timeout;
}
