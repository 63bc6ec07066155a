namespace Sessions.Storage;

/// <summary>A session as a store has it, without its turns.</summary>
/// <param name="Head">Where the session stands.</param>
/// <param name="State">The state values as of the head's current turn; emptied slots are left out.</param>
public sealed record StoredSession(SessionHead Head, IReadOnlyList<StateValue> State)
{
    /// <summary>The session's details; <see langword="null"/> where it has none.</summary>
    public SessionDetails? Details { get; init; }
}
