namespace Sessions.Storage;

/// <summary>What one commit writes.</summary>
public sealed record SessionCommit
{
    /// <summary>The revision that the commit was made from; <see langword="null"/> when the session is new.</summary>
    public required long? ExpectedRevision { get; init; }

    /// <summary>
    /// The head as it is after the commit, its revision included. It stands at the last of <see cref="Turns"/>, or, where there is
    /// none, where it stood: <see cref="SessionStore.MoveAsync"/> moves it elsewhere.
    /// </summary>
    public required SessionHead Head { get; init; }

    /// <summary>
    /// Whether the commit goes on from a head: for stores. It must be of the same session, and not of one that was made anew under its key.
    /// </summary>
    /// <param name="head">The head that the store has; <see langword="null"/> where it does not have the session.</param>
    public bool Follows(SessionHead? head) => head?.Revision == ExpectedRevision && (head is null || head.CreatedAt == Head.CreatedAt);

    /// <summary>
    /// The turns to append, oldest first, each following the one before it; none when only state or the head changes. The first may
    /// follow any turn of the session, or none.
    /// </summary>
    public IReadOnlyList<StoredTurn> Turns { get; init; } = [];

    /// <summary>
    /// The state values that are set outside a turn, as of the turn that the session stood at: the one that the first of
    /// <see cref="Turns"/> follows, or else the current one. They take the place of values that are kept for that turn.
    /// </summary>
    public IReadOnlyList<StateValue> State { get; init; } = [];

    /// <summary>What of a new session is kept besides, if anything is.</summary>
    public SessionDetails? Details { get; init; }

    /// <summary>When the session expires from this commit on, in UTC; <see langword="null"/> leaves it as it is.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The tokens that the turns used, which are added to the session's.</summary>
    public TokenUsage Usage { get; init; }

    /// <summary>
    /// Asks for the session's lease from the commit on, as <see cref="SessionStoreCapabilities.Leases"/> says, or with zero gives it back: where the commit is
    /// written, and nobody else holds it. Whether it is written does not depend on it.
    /// </summary>
    public LeaseRequest? Lease { get; init; }
}
