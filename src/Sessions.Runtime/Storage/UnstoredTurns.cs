namespace Sessions;

/// <summary>
/// What is kept of a session's turns besides records and messages, while no store keeps it: the state written at each, and the
/// replies of those with a key. What guards the session guards it.
/// </summary>
internal sealed class UnstoredTurns
{
    private Dictionary<string, StoredReply>? _replies;

    /// <summary>The state written at each turn.</summary>
    public StateHistory State { get; init; } = new();

    /// <summary>The same as it is now, whatever comes.</summary>
    public UnstoredTurns Copy() => new() { State = State.Copy(), _replies = _replies is null ? null : new(_replies, StringComparer.Ordinal) };

    public StoredReply? FindReply(string? turnKey) => turnKey is null ? null : _replies?.GetValueOrDefault(turnKey);

    public void KeepReply(string turnKey, StoredReply reply) => (_replies ??= new(StringComparer.Ordinal))[turnKey] = reply;

    /// <summary>The reply of a very turn.</summary>
    public StoredReply? ReplyOf(TurnRecord turn) =>
        FindReply(turn.TurnKey) is { } reply && string.Equals(reply.TurnId, turn.Id, StringComparison.Ordinal) ? reply : null;

    /// <summary>A turn as a store is to have it.</summary>
    public StoredTurn ToStored(SessionTurn turn) => MessageJson.Write(turn) with { State = State.WrittenAt(turn.Record.Number), Reply = ReplyOf(turn.Record) };
}
