namespace Sessions.TestKit;

/// <summary>A store with leases, as one of several processes has it that share the sessions: turns of two do not wait in one queue.</summary>
/// <param name="inner">Keeps the sessions.</param>
/// <param name="leases">Keeps the leases; the processes share it.</param>
public sealed class LeasingStore(SessionStore inner, LeaseTable leases) : MinimalStore(inner)
{
    /// <summary>What the store was asked for, in order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Called with each request for a lease, before it is granted.</summary>
    public Action<string> Asking { get; set; } = _ => { };

    public override SessionStoreCapabilities Capabilities => SessionStoreCapabilities.Leases;

    public override async ValueTask<OpenedSession> OpenAsync(SessionKey key, SessionOpening opening, CancellationToken cancellationToken = default)
    {
        Note("open");
        if (opening.Lease is { } lease)
        {
            Asking("open");
            if (leases.Take(key, lease) is { } left)
            {
                return new OpenedSession { Revision = null, LeasedElsewhereFor = left };
            }
        }

        return await base.OpenAsync(key, opening, cancellationToken);
    }

    public override async ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        Note("commit");
        var result = await base.CommitAsync(commit, cancellationToken);
        return result.Outcome == CommitOutcome.Committed && commit.Lease is { } lease && leases.Take(commit.Head.Key, lease) is null && lease.Duration > TimeSpan.Zero ? CommitResult.CommittedWithLease : result;
    }

    public override ValueTask ReleaseLeaseAsync(SessionKey key, string holder, CancellationToken cancellationToken = default)
    {
        Note("release");
        Asking("release");
        leases.Take(key, new LeaseRequest(holder, TimeSpan.Zero));
        return default;
    }

    public override async ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default)
    {
        leases.Remove(key);
        return await base.DeleteAsync(key, cancellationToken);
    }

    protected override ValueTask<long> DeleteSessionsCoreAsync(SessionQuery query, CancellationToken cancellationToken)
    {
        if (query.IsAllOfTenant)
        {
            leases.RemoveTenant(query.Tenant);
        }

        return base.DeleteSessionsCoreAsync(query, cancellationToken);
    }

    private void Note(string call)
    {
        lock (Calls)
        {
            Calls.Add(call);
        }
    }
}

/// <summary>Who has which session, until when. Safe for concurrent use.</summary>
public sealed class LeaseTable(TimeProvider clock)
{
    private readonly Dictionary<SessionKey, (string Holder, DateTimeOffset EndsAt)> _leases = [];

    /// <summary>How many leases are held.</summary>
    public int Count
    {
        get
        {
            lock (_leases)
            {
                return _leases.Values.Count(lease => lease.EndsAt > clock.GetUtcNow());
            }
        }
    }

    /// <summary>Takes a lease, or gives it back.</summary>
    /// <returns>How long another holder has it still, if one has.</returns>
    public TimeSpan? Take(SessionKey key, LeaseRequest lease)
    {
        lock (_leases)
        {
            var now = clock.GetUtcNow();
            if (_leases.TryGetValue(key, out var held) && held.Holder != lease.Holder && held.EndsAt > now)
            {
                return held.EndsAt - now;
            }

            if (lease.Duration > TimeSpan.Zero)
            {
                _leases[key] = (lease.Holder, now + lease.Duration);
            }
            else if (held.Holder == lease.Holder)
            {
                _leases.Remove(key);
            }

            return null;
        }
    }

    /// <summary>Forgets the lease of a session.</summary>
    public void Remove(SessionKey key)
    {
        lock (_leases)
        {
            _leases.Remove(key);
        }
    }

    /// <summary>Forgets the leases of a tenant.</summary>
    public void RemoveTenant(string tenant)
    {
        lock (_leases)
        {
            foreach (var key in _leases.Keys.Where(key => key.Tenant == tenant).ToList())
            {
                _leases.Remove(key);
            }
        }
    }
}
