using Microsoft.Extensions.AI;
using Sessions.Storage;

namespace Sessions;

/// <summary>A whole session, as it is read from JSON.</summary>
/// <param name="Head">Where the session stands.</param>
/// <param name="Details">Its details.</param>
/// <param name="Turns">Its turns, oldest first, each with how many of the messages are its own.</param>
/// <param name="Messages">The messages of all turns, one after the other.</param>
/// <param name="WrittenState">The state values that were written at each turn.</param>
/// <param name="State">Its state values as they were when it was written; emptied slots are left out.</param>
internal sealed record SessionDocument(
    SessionHead Head,
    SessionDetails Details,
    IReadOnlyList<(TurnRecord Record, int MessageCount)> Turns,
    ChatMessage[] Messages,
    StateHistory WrittenState,
    IReadOnlyCollection<StateValue> State)
{
    /// <summary>What tells a session's JSON from any other.</summary>
    public const string Format = "sessions.session";

    /// <summary>The newest version of the format that is read, and the one that is written.</summary>
    public const int Version = 1;
}
