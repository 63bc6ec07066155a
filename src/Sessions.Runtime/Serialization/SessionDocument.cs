namespace Sessions;

/// <summary>A whole session, as it is read from JSON.</summary>
/// <param name="Head">Where the session stands.</param>
/// <param name="Turns">Its turns, and what was kept with each.</param>
/// <param name="State">Its state values as they were when it was written; emptied slots are left out.</param>
internal sealed record SessionDocument(SessionHead Head, TurnsInMemory Turns, IReadOnlyCollection<StateValue> State)
{
    /// <summary>What tells a session's JSON from any other.</summary>
    public const string Format = "sessions.session";

    /// <summary>The newest version of the format that is read, and the one that is written.</summary>
    public const int Version = 1;
}
