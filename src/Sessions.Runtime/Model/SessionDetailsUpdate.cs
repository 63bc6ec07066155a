namespace Sessions.Storage;

/// <summary>Fields of a session's details.</summary>
[Flags]
public enum SessionDetailsFields
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><see cref="SessionDetails.Title"/>.</summary>
    Title = 1,

    /// <summary><see cref="SessionDetails.Owner"/>.</summary>
    Owner = 2,

    /// <summary><see cref="SessionDetails.Metadata"/>, as a whole.</summary>
    Metadata = 4,

    /// <summary><see cref="SessionDetails.ExpiresAt"/>.</summary>
    ExpiresAt = 8,
}

/// <summary>A change of a session's details: the fields that are named are written, and the others stay as they are.</summary>
/// <param name="Fields">The fields to write.</param>
/// <param name="Details">Their values.</param>
public sealed record SessionDetailsUpdate(SessionDetailsFields Fields, SessionDetails Details)
{
    /// <summary>What has to be written to make one of the other.</summary>
    internal static SessionDetailsUpdate Between(SessionDetails before, SessionDetails after) => new(
        (string.Equals(before.Title, after.Title, StringComparison.Ordinal) ? SessionDetailsFields.None : SessionDetailsFields.Title)
        | (string.Equals(before.Owner, after.Owner, StringComparison.Ordinal) ? SessionDetailsFields.None : SessionDetailsFields.Owner)
        | (before.HasSame(after.Metadata) ? SessionDetailsFields.None : SessionDetailsFields.Metadata)
        | (before.ExpiresAt == after.ExpiresAt ? SessionDetailsFields.None : SessionDetailsFields.ExpiresAt),
        after);

    /// <summary>The details with the change made.</summary>
    /// <param name="details">The details as they were.</param>
    public SessionDetails ApplyTo(SessionDetails? details)
    {
        details ??= SessionDetails.None;
        return new SessionDetails
        {
            Title = Fields.HasFlag(SessionDetailsFields.Title) ? Details.Title : details.Title,
            Owner = Fields.HasFlag(SessionDetailsFields.Owner) ? Details.Owner : details.Owner,
            Metadata = Fields.HasFlag(SessionDetailsFields.Metadata) ? Details.Metadata : details.Metadata,
            ExpiresAt = Fields.HasFlag(SessionDetailsFields.ExpiresAt) ? Details.ExpiresAt : details.ExpiresAt,
        };
    }
}
