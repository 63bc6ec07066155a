namespace Sessions;

/// <summary>What a turn with a key keeps so that a run with the same key has the same reply: what its messages do not say.</summary>
/// <param name="TurnKey">The turn's key.</param>
/// <param name="InputHash">A hash of the run's input, compared byte by byte.</param>
/// <param name="Response">The response as UTF-8 JSON, without messages where they are those that are kept of the turn.</param>
/// <param name="HasMessages">Whether the response has messages of its own: where the session does not keep them, or not the same.</param>
internal sealed record TurnReply(string TurnKey, ReadOnlyMemory<byte> InputHash, ReadOnlyMemory<byte> Response, bool HasMessages);
