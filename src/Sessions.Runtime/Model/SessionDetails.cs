using System.Collections.Immutable;

namespace Sessions;

/// <summary>What a session is called, whose it is, and how long it lasts: the session's own, and no turn's.</summary>
public sealed record SessionDetails
{
    /// <summary>What a person calls the session. It has no NUL character, and neither have the values of <see cref="Metadata"/>.</summary>
    public string? Title { get; init; }

    /// <summary>Whose session it is, as the application names its users. Opaque, and compared ordinally.</summary>
    public string? Owner { get; init; }

    /// <summary>What else the application keeps with the session. Keys are compared ordinally.</summary>
    public ImmutableDictionary<string, string> Metadata { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>When the session expires, in UTC: from then on it is absent, whether or not it is purged. <see langword="null"/> for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The longest title, and the longest value of the metadata, in UTF-16 code units.</summary>
    public const int MaxLength = 4_096;

    /// <summary>The most entries that the metadata may have.</summary>
    public const int MaxMetadataCount = 64;

    /// <summary>Nothing.</summary>
    internal static SessionDetails None { get; } = new();

    /// <summary>Whether there is anything.</summary>
    internal bool IsEmpty => Title is null && Owner is null && Metadata.IsEmpty && ExpiresAt is null;

    /// <summary>Refuses what stores do not keep.</summary>
    /// <exception cref="ArgumentException">Something is too long or too much, or no owner or key.</exception>
    internal static SessionDetails Checked(SessionDetails details)
    {
        if (details.Owner is { } owner)
        {
            ArgumentException.ThrowIfNullOrEmpty(owner, nameof(details));
            OpaqueId.ThrowIfInvalid(owner, nameof(details));
        }

        if (details.Title?.Length > MaxLength || details.Metadata.Values.Any(value => value is null || value.Length > MaxLength))
        {
            throw new ArgumentException($"A title and each value of the metadata have at most {MaxLength} characters, and a value is not null.", nameof(details));
        }

        if (details.Title?.Contains('\0', StringComparison.Ordinal) == true || details.Metadata.Values.Any(value => value.Contains('\0', StringComparison.Ordinal)))
        {
            throw new ArgumentException("A title and the values of the metadata have no NUL character, which databases cannot keep in a text.", nameof(details));
        }

        if (details.Metadata.Count > MaxMetadataCount)
        {
            throw new ArgumentException($"The metadata has {details.Metadata.Count} entries, and a session keeps at most {MaxMetadataCount}. Keep what is more in typed state, or elsewhere.", nameof(details));
        }

        foreach (var key in details.Metadata.Keys)
        {
            OpaqueId.ThrowIfInvalid(key, nameof(details));
        }

        return details;
    }

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
