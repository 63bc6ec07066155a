using System.Collections.Immutable;
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

    /// <summary>Only sessions with this <see cref="SessionDetails.Owner"/>.</summary>
    public string? Owner { get; init; }

    /// <summary>Only sessions whose <see cref="SessionDetails.Title"/> contains this, whatever the case of ASCII letters.</summary>
    public string? Title { get; init; }

    /// <summary>Only sessions whose <see cref="SessionDetails.Metadata"/> has all of these.</summary>
    public ImmutableDictionary<string, string> Metadata { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// Only sessions in whose messages all of these words are, of whatever branch; none where there is no word in it. For stores with
    /// <see cref="SessionStoreCapabilities.TextSearch"/>.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>Only sessions that were committed after this time.</summary>
    public DateTimeOffset? UpdatedAfter { get; init; }

    /// <summary>Only sessions that were committed last before this time.</summary>
    public DateTimeOffset? UpdatedBefore { get; init; }

    /// <summary>The order of a list. Deleting does not ask for it.</summary>
    public SessionOrder Order { get; init; }

    /// <summary>
    /// Where to go on: the <see cref="SessionSummary.Cursor"/> of the last session of the page before, of the same query. Deleting does
    /// not ask for it.
    /// </summary>
    public string? Cursor { get; init; }

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
    public bool IsAllOfTenant => _meansAll && NamesNothing;

    private bool NamesNothing => AgentId is null && Owner is null && Title is null && Metadata.IsEmpty && Text is null && UpdatedAfter is null && UpdatedBefore is null;

    /// <summary>All sessions of a tenant. Only a query that is made in this way deletes all of them.</summary>
    /// <param name="tenant">The tenant; <c>""</c> is the default one.</param>
    public static SessionQuery All(string tenant)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        return new SessionQuery { Tenant = tenant, _meansAll = true };
    }

    /// <summary>
    /// Whether a session is one of those that are meant, wherever it comes in a list: for stores that have no better way to find out.
    /// <see cref="Text"/> is not looked at.
    /// </summary>
    /// <param name="session">The session.</param>
    public bool Fits(SessionSummary session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var details = session.Details;
        return string.Equals(session.Key.Tenant, Tenant, StringComparison.Ordinal)
            && (AgentId is null || string.Equals(session.AgentId, AgentId, StringComparison.Ordinal))
            && (Owner is null || string.Equals(details.Owner, Owner, StringComparison.Ordinal))
            && (Title is null || ContainsTitle(details.Title, Title))
            && (UpdatedAfter is null || session.UpdatedAt > UpdatedAfter)
            && (UpdatedBefore is null || session.UpdatedAt < UpdatedBefore)
            && Metadata.All(pair => details.Metadata.TryGetValue(pair.Key, out var value) && string.Equals(value, pair.Value, StringComparison.Ordinal));
    }

    /// <summary>Refuses to delete a whole tenant where nobody has said so.</summary>
    /// <exception cref="ArgumentException">The query names nothing but a tenant, and was not made by <see cref="All"/>.</exception>
    internal static void ThrowIfNotToDeleteBy(SessionQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query is { _meansAll: false, NamesNothing: true })
        {
            throw new ArgumentException(
                $"The query names nothing but the tenant '{query.Tenant}', and would delete all its sessions. If that is meant, make it with SessionQuery.All(tenant); otherwise say which, as with AgentId or Owner.", nameof(query));
        }
    }

    // The case of ASCII letters alone: it is what databases without their users' languages agree on.
    private static bool ContainsTitle(string? title, string part) => title is not null && Folded(title).Contains(Folded(part), StringComparison.Ordinal);

    private static string Folded(string text) => string.Create(text.Length, text, static (folded, given) =>
    {
        for (var i = 0; i < given.Length; i++)
        {
            folded[i] = char.IsAsciiLetterUpper(given[i]) ? (char)(given[i] | 0x20) : given[i];
        }
    });
}
