using Sessions.Storage;

namespace Sessions;

/// <summary>What is read of sessions, each on one snapshot.</summary>
internal static class SessionReader
{
    public static OpenedSession Open(SqliteLink link, SessionKey key, SessionOpening opening, DateTimeOffset now)
    {
        var steps = opening.TurnKey is { } unfinished ? StepTable.Read(link, key, unfinished, now) : [];
        if (SessionWriter.Find(link, key, now) is not { } row)
        {
            return new OpenedSession { Revision = null, Steps = steps };
        }

        var isKnown = opening.Knows(row.Head);
        var path = SegmentTable.Path(link, row.Segment);
        var current = row.Head.CurrentTurn;
        var newest = opening.NewestTurns is null || (isKnown && opening.KnowsTurns) ? null : TurnTable.ReadBackward(link, key, path, current, afterTurn: 0, opening.NewestTurns);
        return new OpenedSession
        {
            Revision = row.Head.Revision,
            Session = isKnown ? null : new StoredSession(row.Head, Values(link, key, path, row)) { Details = row.Details },
            Details = row.Details,
            NewestTurns = newest,
            FirstTurn = opening.WithFirstTurn && newest is { HasMore: true } && TurnTable.ReadForward(link, key, path, current, afterTurn: 0, new TurnLimits { MaxTurns = 1 }).Turns is [var first] ? first : null,
            KeyedTurn = opening.TurnKey is { } turnKey ? TurnTable.FindKeyed(link, key, path, turnKey) : null,
            Steps = steps,
        };
    }

    public static IReadOnlyList<StateValue> LoadState(SqliteLink link, SessionKey key, long turn, DateTimeOffset now)
    {
        if (SessionWriter.Find(link, key, now) is not { } row)
        {
            return [];
        }

        var path = SegmentTable.Path(link, row.Segment);
        return DamagedRow.Explain(() => StateTable.Values(link, path, StateTable.At(link, path, turn)), "turns", $"session '{key}'");
    }

    public static TurnPage ReadTurns(SqliteLink link, SessionKey key, TurnRange range, DateTimeOffset now)
    {
        if (SessionWriter.Find(link, key, now) is not { } row)
        {
            return TurnPage.Empty;
        }

        var path = SegmentTable.Path(link, row.Segment);
        if (!range.AllBranches && !SegmentTable.Has(link, path, range.ThroughTurn))
        {
            return TurnPage.Empty;
        }

        var page = range.AllBranches ? TurnTable.ReadAll(link, key, path, range)
            : range.NewestFirst ? TurnTable.ReadBackward(link, key, path, range.ThroughTurn, range.AfterTurn, range.Limits)
            : TurnTable.ReadForward(link, key, path, range.ThroughTurn, range.AfterTurn, range.Limits);
        return !range.WithState ? page : page with
        {
            Turns = [.. page.Turns.Select(turn => turn with { State = DamagedRow.Explain(() => StateTable.WrittenAt(link, path, turn.Number), "turns", $"session '{key}'") })],
        };
    }

    private static IReadOnlyList<StateValue> Values(SqliteLink link, SessionKey key, IReadOnlyList<Segment> path, SessionRow row) =>
        row.StateJson.IsEmpty ? [] : DamagedRow.Explain(() => StateTable.Values(link, path, row.Slots()), "sessions", $"session '{key}'");
}
