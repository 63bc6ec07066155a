namespace Sessions.TestKit;

/// <summary>What happens at one await of a turn.</summary>
public enum FaultKind
{
    /// <summary>Nothing: the awaits are counted.</summary>
    None,

    /// <summary>It throws an <see cref="InjectedFaultException"/>.</summary>
    Fail,

    /// <summary>The caller's token is cancelled.</summary>
    Cancel,
}

/// <summary>What a fault throws.</summary>
public sealed class InjectedFaultException(string site) : Exception($"A fault was injected at {site}.");

/// <summary>Counts the awaits of a turn into parts that users supply, and makes one of them go wrong.</summary>
/// <remarks>
/// The parts are wrapped (<see cref="FaultyClient"/>, <see cref="FaultyFunction"/>, <see cref="FaultyProvider"/>,
/// <see cref="FaultyHistoryProvider"/>, <see cref="FaultyStore"/>); each calls <see cref="AtAsync"/> before and after what it
/// wraps. Runs that begin alike reach the same sites in the same order up to the fault.
/// </remarks>
/// <param name="kind">What goes wrong.</param>
/// <param name="at">Which of the sites, counted from 0.</param>
/// <param name="yields">Whether the fault comes after a real suspension instead of at once.</param>
public sealed class FaultPlan(FaultKind kind, int at, bool yields = false)
{
    private readonly object _gate = new();
    private readonly List<string> _sites = [];

    /// <summary>The sites that were reached while the plan was armed, in order.</summary>
    public IReadOnlyList<string> Sites
    {
        get
        {
            lock (_gate)
            {
                return [.. _sites];
            }
        }
    }

    /// <summary>Where the fault was; <see langword="null"/> until it was.</summary>
    public string? HitAt { get; private set; }

    /// <summary>Whether sites are counted; what prepares a turn and what looks at it afterwards is not part of it.</summary>
    public bool IsArmed { get; set; }

    /// <summary>The source of the token that the turn's caller gave.</summary>
    public CancellationTokenSource Caller { get; } = new();

    /// <summary>A plan under which nothing goes wrong.</summary>
    public static FaultPlan CountOnly() => new(FaultKind.None, at: -1);

    /// <summary>Passes a site.</summary>
    public async ValueTask AtAsync(string site)
    {
        if (!IsArmed || !Reach(site))
        {
            return;
        }

        if (yields)
        {
            await Task.Yield();
        }

        if (kind == FaultKind.Fail)
        {
            throw new InjectedFaultException(site);
        }

        await Caller.CancelAsync();
    }

    /// <summary>Passes a site before and after something.</summary>
    public async ValueTask<T> AroundAsync<T>(string site, Func<ValueTask<T>> inner)
    {
        await AtAsync(site + ":before");
        var result = await inner();
        await AtAsync(site + ":after");
        return result;
    }

    /// <inheritdoc cref="AroundAsync{T}(string, Func{ValueTask{T}})"/>
    public async ValueTask AroundAsync(string site, Func<ValueTask> inner)
    {
        await AtAsync(site + ":before");
        await inner();
        await AtAsync(site + ":after");
    }

    /// <summary>Passes a site before and after every item, and at the end of the sequence.</summary>
    public async IAsyncEnumerable<T> AroundAsync<T>(string site, IAsyncEnumerable<T> items, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var enumerator = items.GetAsyncEnumerator(cancellationToken);
        try
        {
            while (await AroundAsync(site + ".next", enumerator.MoveNextAsync))
            {
                yield return enumerator.Current;
            }
        }
        finally
        {
            await enumerator.DisposeAsync();
            await AtAsync(site + ".dispose");
        }
    }

    private bool Reach(string site)
    {
        lock (_gate)
        {
            _sites.Add(site);
            if (kind == FaultKind.None || _sites.Count != at + 1)
            {
                return false;
            }

            HitAt = site;
            return true;
        }
    }
}
