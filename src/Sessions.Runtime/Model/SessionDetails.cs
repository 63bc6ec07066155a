using System.Collections.Immutable;

namespace Sessions;

/// <summary>What a session is called, whose it is, and how long it lasts: the session's own, and no turn's.</summary>
public sealed record SessionDetails
{
    /// <summary>What a person calls the session.</summary>
    public string? Title { get; init; }

    /// <summary>Whose session it is, as the application names its users. Opaque, and compared ordinally.</summary>
    public string? Owner { get; init; }

    /// <summary>What else the application keeps with the session. Keys are compared ordinally.</summary>
    public ImmutableDictionary<string, string> Metadata { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>When the session expires, in UTC: from then on it is absent, whether or not it is purged. <see langword="null"/> for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Nothing.</summary>
    internal static SessionDetails None { get; } = new();

    /// <inheritdoc/>
    public bool Equals(SessionDetails? other) => other is not null
        && string.Equals(Title, other.Title, StringComparison.Ordinal)
        && string.Equals(Owner, other.Owner, StringComparison.Ordinal)
        && ExpiresAt == other.ExpiresAt
        && HasSame(other.Metadata);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Title, Owner, ExpiresAt, Metadata.Count);

    /// <summary>Whether metadata is the same.</summary>
    internal bool HasSame(ImmutableDictionary<string, string> metadata) =>
        Metadata.Count == metadata.Count && Metadata.All(pair => metadata.TryGetValue(pair.Key, out var value) && string.Equals(value, pair.Value, StringComparison.Ordinal));
}
