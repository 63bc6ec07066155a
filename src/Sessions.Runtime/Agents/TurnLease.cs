using Sessions.Storage;

namespace Sessions.Agents;

/// <summary>
/// The lease of a session while a turn of it runs: the turn waits for it, renews it, and ends it with its commit. What becomes of the
/// lease decides nothing: the revision does.
/// </summary>
/// <param name="store">The store, which has leases.</param>
/// <param name="key">The session.</param>
/// <param name="options">For how long.</param>
/// <param name="mode">What the turn does while another one runs.</param>
/// <param name="patience">How long it waits, and by which clock.</param>
internal sealed class TurnLease(SessionStore store, SessionKey key, SessionLeaseOptions options, ConcurrentTurns mode, QueuePatience patience) : IDisposable
{
    // The other host says to nobody that it is done: it is asked often at first, then less so.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly HeldLeases _held = store.Leases;
    private readonly CancellationTokenSource _ended = new();
    private Task _renewing = Task.CompletedTask;
    private bool _isHeld;

    private TimeProvider Clock => patience.TimeProvider;

    /// <summary>Goes on with the lease of the turn before, if it is held still and the session stands where that turn has left it.</summary>
    public bool TryContinue(SessionHead head)
    {
        if (_held.Take(head) is not { } lease || !ReferenceEquals(lease.Clock, Clock))
        {
            return false;
        }

        Hold(head.Revision, head.CreatedAt, lease.Remaining / 2);
        return true;
    }

    /// <summary>Waits for the lease, and opens the session.</summary>
    /// <param name="opening">What to read.</param>
    /// <param name="cancellationToken">Cancels the wait and the read.</param>
    /// <exception cref="SessionBusyException">Another host has it, and the turn is not to wait, or has waited for as long as it is to.</exception>
    public async ValueTask<OpenedSession> OpenAsync(SessionOpening opening, CancellationToken cancellationToken)
    {
        _held.Forget(key);
        var begun = Clock.GetTimestamp();
        for (var pause = FirstPause; ; pause = Min(2 * pause, LongestPause))
        {
            var opened = await store.OpenAsync(key, opening with { Lease = new LeaseRequest(_held.Holder, options.Duration) }, cancellationToken).ConfigureAwait(false);
            if (opened.LeasedElsewhereFor is not { } rest)
            {
                Hold(opened.Session?.Head.Revision ?? opening.KnownRevision, opened.Session?.Head.CreatedAt ?? opening.KnownCreatedAt, options.Duration / 3);
                return opened;
            }

            ThrowIfPatienceEnds(Clock.GetElapsedTime(begun));
            await Task.Delay(Min(pause, Max(rest, FirstPause)), Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Commits the turn, and with it keeps the lease for the next one, or gives it back.</summary>
    public async ValueTask CommitAsync(SessionCommit commit, CancellationToken cancellationToken)
    {
        await StopRenewingAsync().ConfigureAwait(false);
        var asked = Clock.GetTimestamp();
        var result = await store.CommitAsync(commit with { Lease = new LeaseRequest(_held.Holder, options.IdleDuration) }, cancellationToken).ConfigureAwait(false);
        _isHeld = false;
        if (result.IsLeaseHeld)
        {
            _held.Keep(new HeldLease(commit.Head, Clock, asked, options.IdleDuration));
        }
    }

    /// <summary>Gives the lease back, unless the turn was committed.</summary>
    /// <param name="isReachable">Whether the store can be asked, as far as is known: where it cannot, the lease ends by itself.</param>
    public async ValueTask EndAsync(bool isReachable)
    {
        await StopRenewingAsync().ConfigureAwait(false);
        if (_isHeld && isReachable)
        {
            _isHeld = false;
            await store.ReleaseLeaseAsync(key, _held.Holder, CancellationToken.None).ConfigureAwait(false);
        }
    }

    public void Dispose() => _ended.Dispose();

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>A turn that is not to wait for others lets the time pass in which another host keeps the lease without a turn.</summary>
    private void ThrowIfPatienceEnds(TimeSpan waited)
    {
        if (mode == ConcurrentTurns.Reject && waited > options.IdleDuration)
        {
            throw new SessionBusyException(key);
        }

        if (patience.Timeout is { } timeout && waited >= timeout)
        {
            throw new SessionBusyException(key, timeout);
        }
    }

    private void Hold(long? revision, DateTimeOffset? createdAt, TimeSpan renewIn)
    {
        _isHeld = true;

        // What is known is not read again.
        _renewing = RenewAsync(new SessionOpening { KnownRevision = revision, KnownCreatedAt = createdAt, Lease = new LeaseRequest(_held.Holder, options.Duration) }, renewIn, _ended.Token);
    }

    private async Task RenewAsync(SessionOpening renewal, TimeSpan renewIn, CancellationToken ended)
    {
        while (true)
        {
            await Task.Delay(renewIn, Clock, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ended.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await store.OpenAsync(key, renewal, CancellationToken.None).ConfigureAwait(false);
            }
            catch (SessionException)
            {
                // It is tried again; the turn meets the same when it commits, and says so.
            }

            renewIn = options.Duration / 3;
        }
    }

    private async ValueTask StopRenewingAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _renewing.ConfigureAwait(false);
    }
}
