namespace Sessions;

/// <summary>A whole session, as it is read from JSON.</summary>
/// <param name="Head">Where the session stands.</param>
/// <param name="Log">Its turns with their messages.</param>
/// <param name="State">Its state values; emptied slots are left out.</param>
/// <param name="Unstored">What is kept of its turns besides.</param>
internal sealed record SessionDocument(SessionHead Head, SessionLog Log, IReadOnlyCollection<StateValue> State, UnstoredTurns Unstored)
{
    /// <summary>What tells a session's JSON from any other.</summary>
    public const string Format = "sessions.session";

    /// <summary>The newest version of the format that is read, and the one that is written.</summary>
    public const int Version = 1;
}
