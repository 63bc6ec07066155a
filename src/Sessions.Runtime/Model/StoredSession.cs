namespace Sessions.Storage;

/// <summary>A session as a store has it, without its messages.</summary>
/// <param name="Head">Where the session stands.</param>
/// <param name="State">The state values as of the head's current turn; emptied slots are left out.</param>
public sealed record StoredSession(SessionHead Head, IReadOnlyList<StateValue> State);
