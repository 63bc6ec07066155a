using Sessions.Storage;

namespace Sessions;

/// <summary>The sessions of an <see cref="InMemorySessionStore"/> in the orders in which they are listed: of each tenant, and of each agent and owner in it.</summary>
internal sealed class InMemorySessionIndex
{
    private readonly Dictionary<(string Tenant, string? AgentId, string? Owner), Orders> _orders = [];

    /// <summary>Adds a session, as it is now.</summary>
    public void Add(InMemorySession session)
    {
        foreach (var part in PartsOf(session))
        {
            if (!_orders.TryGetValue(part, out var orders))
            {
                _orders[part] = orders = new Orders();
            }

            orders.ById.Add(session);
            orders.ByUpdate.Add(session);
        }
    }

    /// <summary>Removes a session, before it is changed.</summary>
    public void Remove(InMemorySession session)
    {
        foreach (var part in PartsOf(session))
        {
            var orders = _orders[part];
            orders.ById.Remove(session);
            orders.ByUpdate.Remove(session);
            if (orders.ById.Count == 0)
            {
                _orders.Remove(part);
            }
        }
    }

    /// <summary>The sessions among which those are that a query fits, in its order, from its cursor on.</summary>
    public IEnumerable<InMemorySession> Candidates(SessionQuery query)
    {
        var cursor = SessionCursor.Of(query);
        var part = (query.Tenant, query.Owner is null ? query.AgentId : null, query.Owner);
        if (!_orders.TryGetValue(part, out var orders))
        {
            return [];
        }

        if (query.Order == SessionOrder.UpdatedDescending)
        {
            return From(orders.ByUpdate, query.Tenant, EarlierOf(cursor, query.UpdatedBefore)).TakeWhile(session => query.UpdatedAfter is not { } after || session.Head.UpdatedAt > after);
        }

        return From(orders.ById, query.Tenant, cursor);
    }

    /// <summary>The place to begin at: behind the cursor, or behind all that was committed after a time.</summary>
    private static SessionCursor? EarlierOf(SessionCursor? cursor, DateTimeOffset? before) =>
        before is { } time && (cursor is not { } place || place.UpdatedAt > time) ? new SessionCursor(SessionOrder.UpdatedDescending, time, Id: " ") : cursor;

    private static IEnumerable<InMemorySession> From(SortedSet<InMemorySession> set, string tenant, SessionCursor? from)
    {
        if (from is not { } cursor)
        {
            return set;
        }

        var place = new InMemorySession(SessionHead.New(new SessionKey(tenant, cursor.Id), "(cursor)", cursor.UpdatedAt));
        return set.Comparer.Compare(place, set.Max) > 0 ? [] : set.GetViewBetween(place, set.Max!).SkipWhile(session => set.Comparer.Compare(session, place) == 0);
    }

    private static IEnumerable<(string, string?, string?)> PartsOf(InMemorySession session)
    {
        var tenant = session.Head.Key.Tenant;
        yield return (tenant, null, null);
        yield return (tenant, session.Head.AgentId, null);
        if (session.Details?.Owner is { } owner)
        {
            yield return (tenant, null, owner);
        }
    }

    private sealed class Orders
    {
        public SortedSet<InMemorySession> ById { get; } = new(Comparer<InMemorySession>.Create((one, other) => string.CompareOrdinal(one.Head.Key.Id, other.Head.Key.Id)));

        public SortedSet<InMemorySession> ByUpdate { get; } = new(Comparer<InMemorySession>.Create((one, other) =>
            other.Head.UpdatedAt.CompareTo(one.Head.UpdatedAt) is var order and not 0 ? order : string.CompareOrdinal(one.Head.Key.Id, other.Head.Key.Id)));
    }
}
