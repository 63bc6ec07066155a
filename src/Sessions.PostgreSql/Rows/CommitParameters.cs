using Npgsql;
using Sessions.Storage;

namespace Sessions;

/// <summary>A commit as the parameters of the function that makes it.</summary>
internal static class CommitParameters
{
    /// <summary>The turn of a commit that has one and nothing besides, which goes on from the turn before it by number.</summary>
    public static StoredTurn? OnlyTurn(SessionCommit commit) =>
        commit is { ExpectedRevision: not null, State.Count: 0, Details: null, Turns: [var turn], Head: var head }
        && turn.ParentTurn == turn.Number - 1 && head.CurrentTurn == turn.Number && head.LastTurn == turn.Number && head.TurnCount == turn.Depth
        && turn.State.All(value => BoundedText.Whole(value.Key) is null) ? turn : null;

    /// <summary>The parameters of a commit of one turn.</summary>
    public static void Bind(NpgsqlCommand command, SessionCommit commit, StoredTurn turn, long number, DateTimeOffset now)
    {
        var head = commit.Head;
        command
            .Key(head.Key).Time(now).Bigint(number).Bigint(commit.ExpectedRevision).Text(head.AgentId).Smallint((short)head.HistoryOwner).Text(head.ServiceSessionId)
            .Bigint(turn.Number).Bigint(turn.Depth).Bigint(head.Revision).Time(head.CreatedAt).Time(head.UpdatedAt).Time(commit.ExpiresAt)
            .Bigint(commit.Usage.InputTokens).Bigint(commit.Usage.OutputTokens).Bigint(commit.Usage.TotalTokens)
            .Text(turn.Id).Text(turn.TurnKey).Text(StepKey(turn)).Bytes(turn.InputHash?.ToArray()).Integer(turn.MessageCount).Bytes(turn.Record).Bytes(turn.Messages);
        if (turn.State.Count == 0)
        {
            command.Text(null).Texts(null).Texts(null).Integers(null).Bytes((byte[]?[]?)null);
        }
        else
        {
            var written = WrittenState.Of(commit, turn.ParentTurn);
            var emptied = WrittenState.Emptied(written);
            command
                .Text(WrittenState.WritePlaces(written, head.Revision)).Texts(emptied.Length == 0 ? null : emptied)
                .Texts([.. written.Select(one => one.Slot)]).Integers([.. written.Select(one => one.Value.Version)]).Bytes(JsonOf(written));
        }

        command.Text(commit.Lease?.Holder).Duration(commit.Lease?.Duration);
    }

    /// <summary>The parameters of any commit.</summary>
    public static void Bind(NpgsqlCommand command, SessionCommit commit, long number, DateTimeOffset now)
    {
        var head = commit.Head;
        var follows = commit.ExpectedRevision is null ? 0 : commit.Turns.Count == 0 ? head.CurrentTurn : commit.Turns[0].ParentTurn;
        command
            .Key(head.Key).Text(BoundedText.Whole(head.Key.Id)).Time(now).Bigint(number).Bigint(commit.ExpectedRevision).Bigint(follows)
            .Text(head.AgentId).Smallint((short)head.HistoryOwner).Text(head.ServiceSessionId).Bigint(head.CurrentTurn).Bigint(head.LastTurn).Bigint(head.TurnCount)
            .Bigint(head.Revision).Time(head.CreatedAt).Time(head.UpdatedAt)
            .Time(commit.ExpiresAt ?? (commit.ExpectedRevision is null ? commit.Details?.ExpiresAt : null)).Text(commit.Details?.Title).Text(commit.Details?.Owner).Text(DetailsColumns.WriteMetadata(commit.Details?.Metadata))
            .Bigint(commit.Usage.InputTokens).Bigint(commit.Usage.OutputTokens).Bigint(commit.Usage.TotalTokens);
        BindTurns(command, commit.Turns);
        var written = WrittenState.Of(commit, follows);
        command
            .Text(WrittenState.WritePlaces(written, head.Revision)).Texts(WrittenState.Emptied(written))
            .Bigints([.. written.Select(one => one.Turn)])
            .Texts([.. written.Select(one => one.Slot)])
            .Texts([.. written.Select(one => BoundedText.Whole(one.Value.Key))])
            .Integers([.. written.Select(one => one.Value.Version)])
            .Bytes(JsonOf(written))
            .Text(commit.Lease?.Holder).Duration(commit.Lease?.Duration);
    }

    /// <summary>The key whose steps go with the turn, if it answers one.</summary>
    private static string? StepKey(StoredTurn turn) => turn is { InputHash: not null, TurnKey: { } key } ? BoundedText.Of(key) : null;

    private static byte[]?[] JsonOf(IReadOnlyList<WrittenState> written) => [.. written.Select(one => one.Value.Json is { } json ? ToArray(json) : null)];

    private static void BindTurns(NpgsqlCommand command, IReadOnlyList<StoredTurn> turns) => command
        .Bigints([.. turns.Select(turn => turn.Number)])
        .Texts([.. turns.Select(turn => turn.Id)])
        .Bigints([.. turns.Select(turn => turn.ParentTurn)])
        .Bigints([.. turns.Select(turn => turn.Depth)])
        .Texts([.. turns.Select(turn => turn.TurnKey)])
        .Texts([.. turns.Select(StepKey).OfType<string>()])
        .Bytes([.. turns.Select(turn => turn.InputHash?.ToArray())])
        .Integers([.. turns.Select(turn => turn.MessageCount)])
        .Bytes([.. turns.Select(turn => ToArray(turn.Record))])
        .Bytes([.. turns.Select(turn => ToArray(turn.Messages))]);

    /// <summary>The bytes as an array, without a copy where they are one.</summary>
    private static byte[] ToArray(ReadOnlyMemory<byte> bytes) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length ? segment.Array : bytes.ToArray();
}
