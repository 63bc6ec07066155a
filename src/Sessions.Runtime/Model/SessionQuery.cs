using Sessions.Storage;

namespace Sessions;

/// <summary>Which sessions of a tenant to list or to delete: those that everything fits that the query names.</summary>
public sealed record SessionQuery
{
    private readonly int? _maxCount;
    private bool _meansAll;

    /// <summary>The tenant whose sessions are meant; <c>""</c> is the default one.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>Only sessions that belong to this agent.</summary>
    public string? AgentId { get; init; }

    /// <summary>Only sessions whose ids come after this one in the store's order. Deleting does not ask for it.</summary>
    public string? AfterId { get; init; }

    /// <summary>The most sessions to list, 1 or more; all by default. Deleting does not ask for it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? MaxCount
    {
        get => _maxCount;
        init
        {
            if (value is { } count)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(value));
            }

            _maxCount = value;
        }
    }

    /// <summary>Whether the query is of a whole tenant, and was made to be by <see cref="All"/>.</summary>
    public bool IsAllOfTenant => _meansAll && AgentId is null;

    /// <summary>All sessions of a tenant. Only a query that is made in this way deletes all of them.</summary>
    /// <param name="tenant">The tenant; <c>""</c> is the default one.</param>
    public static SessionQuery All(string tenant)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        return new SessionQuery { Tenant = tenant, _meansAll = true };
    }

    /// <summary>Whether a session is one of those that are meant, wherever it comes in a list.</summary>
    internal bool Fits(SessionHead head) =>
        string.Equals(head.Key.Tenant, Tenant, StringComparison.Ordinal)
        && (AgentId is null || string.Equals(head.AgentId, AgentId, StringComparison.Ordinal));

    /// <summary>Refuses to delete a whole tenant where nobody has said so.</summary>
    /// <exception cref="ArgumentException">The query names nothing but a tenant, and was not made by <see cref="All"/>.</exception>
    internal static void ThrowIfNotToDeleteBy(SessionQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query is { _meansAll: false, AgentId: null })
        {
            throw new ArgumentException(
                $"The query names nothing but the tenant '{query.Tenant}', and would delete all its sessions. If that is meant, make it with SessionQuery.All(tenant); otherwise say which, as with AgentId.", nameof(query));
        }
    }
}
