using System.Collections.Concurrent;
using Sessions.Storage;

namespace Sessions;

/// <summary>
/// The leases that this process holds of a store's sessions while no turn of them runs, each with what it has last written: until a lease
/// ends, nobody else who asks for it has written anything. Safe for concurrent use.
/// </summary>
internal sealed class HeldLeases
{
    // What ended and was not asked for again is let go of when there are so many.
    private const int SweepAt = 1_000;

    // Less is over before it can be renewed.
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<SessionKey, HeldLease> _leases = [];
    private int _sweepAt = SweepAt;

    /// <summary>Whom the store knows this process by.</summary>
    public string Holder { get; } = CompactId.New().ToString();

    /// <summary>Keeps a lease until the next turn.</summary>
    public void Keep(HeldLease lease)
    {
        _leases[lease.Head.Key] = lease;
        if (_leases.Count > _sweepAt)
        {
            foreach (var pair in _leases.Where(pair => pair.Value.Remaining <= TimeSpan.Zero))
            {
                _leases.TryRemove(pair);
            }

            _sweepAt = Math.Max(SweepAt, 2 * _leases.Count);
        }
    }

    /// <summary>Takes a lease for a turn, if it is held and of use.</summary>
    /// <param name="head">Where the session stands, as far as the caller knows.</param>
    /// <returns>The lease; <see langword="null"/> where it has ended, or the session stands elsewhere.</returns>
    public HeldLease? Take(SessionHead head) =>
        _leases.TryRemove(head.Key, out var lease) && lease.Remaining > Least && lease.Head.Revision == head.Revision && lease.Head.CreatedAt == head.CreatedAt ? lease : null;

    /// <summary>Relies on a lease no longer: the session changes otherwise.</summary>
    public void Forget(SessionKey key) => _leases.TryRemove(key, out _);

    /// <summary>Relies on no lease any longer.</summary>
    public void Clear() => _leases.Clear();
}

/// <summary>A lease that this process holds.</summary>
/// <param name="Head">Where the session stands.</param>
/// <param name="Clock">What its end is measured by.</param>
/// <param name="GrantedAt">A moment by that clock before which the store did not grant it.</param>
/// <param name="Duration">How long it was granted for.</param>
internal sealed record HeldLease(SessionHead Head, TimeProvider Clock, long GrantedAt, TimeSpan Duration)
{
    /// <summary>How long it lasts still, at least.</summary>
    public TimeSpan Remaining => Duration - Clock.GetElapsedTime(GrantedAt);
}
