namespace Sessions.Storage;

/// <summary>What a turn with a key keeps, so that a run with the same key has the same reply.</summary>
/// <param name="TurnId">The id of the turn.</param>
/// <param name="InputHash">A hash of the run's input, compared byte by byte.</param>
/// <param name="Response">The response, as UTF-8 JSON.</param>
public sealed record StoredReply(string TurnId, ReadOnlyMemory<byte> InputHash, ReadOnlyMemory<byte> Response)
{
    /// <summary>Whether a very turn keeps it, and not another one with the same key.</summary>
    internal bool IsOf(TurnRecord turn) => string.Equals(TurnId, turn.Id, StringComparison.Ordinal);
}
