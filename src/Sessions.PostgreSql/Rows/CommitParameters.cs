using Npgsql;
using Sessions.Storage;

namespace Sessions;

/// <summary>A commit as the parameters of its function.</summary>
internal static class CommitParameters
{
    public static void Bind(NpgsqlCommand command, SessionCommit commit, long number, DateTimeOffset now)
    {
        var head = commit.Head;
        var follows = commit.ExpectedRevision is null ? 0 : commit.Turns.Count == 0 ? head.CurrentTurn : commit.Turns[0].ParentTurn;
        command
            .Text(BoundedText.Of(head.Key.Tenant)).Text(BoundedText.Of(head.Key.Id)).Text(BoundedText.Whole(head.Key.Id)).Time(now).Bigint(number).Bigint(commit.ExpectedRevision).Bigint(follows)
            .Text(head.AgentId).Smallint((short)head.HistoryOwner).Text(head.ServiceSessionId).Bigint(head.CurrentTurn).Bigint(head.LastTurn).Bigint(head.TurnCount)
            .Bigint(head.Revision).Time(head.CreatedAt).Time(head.UpdatedAt)
            .Time(commit.ExpiresAt ?? (commit.ExpectedRevision is null ? commit.Details?.ExpiresAt : null)).Text(commit.Details?.Title).Text(commit.Details?.Owner).Text(DetailsColumns.WriteMetadata(commit.Details?.Metadata))
            .Bigint(commit.Usage.InputTokens).Bigint(commit.Usage.OutputTokens).Bigint(commit.Usage.TotalTokens);
        BindTurns(command, commit.Turns);
        var written = WrittenState.Of(commit, follows);
        command
            .Boolean(commit.State.Count > 0).Text(WrittenState.WritePlaces(written, head.Revision)).Texts(WrittenState.Emptied(written))
            .Bigints([.. written.Select(one => one.Turn)])
            .Texts([.. written.Select(one => one.Slot)])
            .Texts([.. written.Select(one => BoundedText.Whole(one.Value.Key))])
            .Integers([.. written.Select(one => one.Value.Version)])
            .Bytes([.. written.Select(one => one.Value.Json is { } json ? ToArray(json) : null)])
            .Text(commit.Lease?.Holder).Duration(commit.Lease?.Duration);
    }

    private static void BindTurns(NpgsqlCommand command, IReadOnlyList<StoredTurn> turns) => command
        .Bigints([.. turns.Select(turn => turn.Number)])
        .Texts([.. turns.Select(turn => turn.Id)])
        .Bigints([.. turns.Select(turn => turn.ParentTurn)])
        .Bigints([.. turns.Select(turn => turn.Depth)])
        .Texts([.. turns.Select(turn => turn.TurnKey)])
        .Texts([.. turns.Where(turn => turn is { InputHash: not null, TurnKey: not null }).Select(turn => BoundedText.Of(turn.TurnKey!))])
        .Bytes([.. turns.Select(turn => turn.InputHash?.ToArray())])
        .Integers([.. turns.Select(turn => turn.MessageCount)])
        .Bytes([.. turns.Select(turn => ToArray(turn.Record))])
        .Bytes([.. turns.Select(turn => ToArray(turn.Messages))]);

    /// <summary>The bytes as an array, without a copy where they are one.</summary>
    private static byte[] ToArray(ReadOnlyMemory<byte> bytes) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length ? segment.Array : bytes.ToArray();
}
