namespace Sessions.Storage;

/// <summary>A turn as a store keeps it: what it is found by, and two pieces of JSON that the store does not look into. Rows never change.</summary>
public sealed record StoredTurn
{
    /// <summary>The turn's number in its session: 1, 2, 3 and so on, over all branches.</summary>
    public required long Number { get; init; }

    /// <summary>The turn's id, unique everywhere.</summary>
    public required string Id { get; init; }

    /// <summary>The number of the turn that this one follows; 0 for a first turn.</summary>
    public required long ParentTurn { get; init; }

    /// <summary>How many turns there are from the first through this one.</summary>
    public required long Depth { get; init; }

    /// <summary>The caller's key of the turn, if it had one.</summary>
    public string? TurnKey { get; init; }

    /// <summary>
    /// A hash of the input, of a turn that has answered its key: the latest such turn is what <see cref="SessionStore.OpenAsync"/>
    /// returns for the key. <see langword="null"/> for others.
    /// </summary>
    public ReadOnlyMemory<byte>? InputHash { get; init; }

    /// <summary>What else is kept of the turn, as a JSON object in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Record { get; init; }

    /// <summary>The messages that are kept of the turn, as one JSON array in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Messages { get; init; }

    /// <summary>How many messages there are.</summary>
    public required int MessageCount { get; init; }

    /// <summary>
    /// The state values that were written at the turn, emptied slots among them. Reading may leave them out unless
    /// <see cref="TurnRange.WithState"/> asks for them.
    /// </summary>
    public IReadOnlyList<StateValue> State { get; init; } = [];
}
