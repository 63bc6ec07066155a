namespace Sessions.Storage;

/// <summary>What one commit writes.</summary>
public sealed class SessionCommit
{
    /// <summary>The revision that the commit was made from; <see langword="null"/> when the session is new.</summary>
    public required long? ExpectedRevision { get; init; }

    /// <summary>The head as it is after the commit, its revision included.</summary>
    public required SessionHead Head { get; init; }

    /// <summary>The turns to append, oldest first; none when only state or the head changes.</summary>
    public IReadOnlyList<StoredTurn> Turns { get; init; } = [];

    /// <summary>The state values from before the first turn, of a session that is new to the store and has had turns already.</summary>
    public IReadOnlyList<StateValue> InitialState { get; init; } = [];

    /// <summary>
    /// The state values that changed, as of the head's current turn, replacing values already stored for that turn, those in
    /// <see cref="StoredTurn.State"/> among them.
    /// </summary>
    public IReadOnlyList<StateValue> State { get; init; } = [];
}
