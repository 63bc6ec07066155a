namespace Sessions;

/// <summary>A turn as a store has it.</summary>
/// <param name="Turn">The turn's record.</param>
/// <param name="Messages">The messages that were kept of it, each as UTF-8 JSON, in order.</param>
public sealed record StoredTurn(TurnRecord Turn, IReadOnlyList<ReadOnlyMemory<byte>> Messages);
