namespace Sessions.Storage;

/// <summary>A turn as a store has it.</summary>
/// <param name="Turn">The turn's record.</param>
/// <param name="Messages">The messages that were kept of it, each as UTF-8 JSON, in order.</param>
public sealed record StoredTurn(TurnRecord Turn, IReadOnlyList<ReadOnlyMemory<byte>> Messages)
{
    /// <summary>The state values that were written at the turn, emptied slots among them. Reading turns backward leaves them out.</summary>
    public IReadOnlyList<StateValue> State { get; init; } = [];

    /// <summary>What is kept for a repeated run, of a turn with a key. Reading the turns of a session leaves it out.</summary>
    public StoredReply? Reply { get; init; }
}
