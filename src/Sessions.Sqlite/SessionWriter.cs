using Sessions.Storage;

namespace Sessions;

/// <summary>What changes sessions, each in a transaction that others may be part of: where one conflicts, it has written nothing.</summary>
internal static class SessionWriter
{
    public static CommitResult Commit(SqliteLink link, SessionCommit commit, DateTimeOffset now)
    {
        var head = commit.Head;
        var before = SessionTable.Find(link, head.Key);
        if (before is not null && commit.ExpectedRevision is null && before.IsExpired(now))
        {
            Erasure.Remove(link, head.Key, before.Head.CreatedAt, before.Segment);
            before = null;
        }

        if (!commit.Follows(before?.Head))
        {
            return CommitResult.Conflict(before is null || before.IsExpired(now) ? null : before.Head);
        }

        if (before is null)
        {
            Create(link, commit);
        }
        else
        {
            Update(link, commit, before);
        }

        foreach (var turn in commit.Turns)
        {
            if (turn is { InputHash: not null, TurnKey: { } turnKey })
            {
                StepTable.Delete(link, head.Key, turnKey);
            }
        }

        return CommitResult.Committed;
    }

    public static CommitResult Move(SqliteLink link, SessionKey key, long expectedRevision, long turn, DateTimeOffset updatedAt, DateTimeOffset now)
    {
        var before = Find(link, key, now);
        if (before?.Head.Revision != expectedRevision)
        {
            return CommitResult.Conflict(before?.Head);
        }

        var path = SegmentTable.Path(link, before.Segment);
        var slots = StateTable.At(link, path, turn);
        var head = before.Head with
        {
            CurrentTurn = turn,
            TurnCount = DepthOf(link, key, path, turn),
            Revision = expectedRevision + 1,
            UpdatedAt = updatedAt,
        };
        SessionTable.Update(link, before, head, usage: default, slots);
        return CommitResult.Of(new StoredSession(head, StateTable.Values(link, path, slots)) { Details = before.Details });
    }

    public static CommitResult? Fork(SqliteLink link, SessionFork fork, DateTimeOffset now)
    {
        if (Find(link, fork.Source, now) is not { } source)
        {
            return null;
        }

        var path = SegmentTable.Path(link, source.Segment);
        var through = fork.ThroughTurn ?? source.Head.CurrentTurn;
        if (through != 0 && !SegmentTable.Runs(link, path, source.Head.CurrentTurn).Any(run => through >= run.First && through <= run.Last))
        {
            return null;
        }

        if (SessionTable.Find(link, fork.Key) is { } other)
        {
            if (!other.IsExpired(now))
            {
                return CommitResult.Conflict(other.Head);
            }

            Erasure.Remove(link, fork.Key, other.Head.CreatedAt, other.Segment);
        }

        return Fork(link, fork, source, path, through, DepthOf(link, fork.Source, path, through));
    }

    /// <summary>Finds a session that has not expired.</summary>
    public static SessionRow? Find(SqliteLink link, SessionKey key, DateTimeOffset now) =>
        SessionTable.Find(link, key) is { } row && !row.IsExpired(now) ? row : null;

    public static bool Delete(SqliteLink link, SessionKey key, DateTimeOffset now)
    {
        StepTable.Delete(link, key);
        if (SessionTable.Find(link, key) is not { } row)
        {
            return false;
        }

        Erasure.Remove(link, key, row.Head.CreatedAt, row.Segment);
        return !row.IsExpired(now);
    }

    private static long DepthOf(SqliteLink link, SessionKey key, IReadOnlyList<Segment> path, long turn) => turn == 0 ? 0 : TurnTable.Find(link, key, path, turn)?.Depth
        ?? throw new SessionFormatException($"Turn {turn} of session '{key}' is missing, and the session goes on from it. What is stored is unchanged; restore it from a backup, or delete the session.");

    private static CommitResult Fork(SqliteLink link, SessionFork fork, SessionRow source, IReadOnlyList<Segment> path, long through, long count)
    {
        var slots = through == source.Head.CurrentTurn ? source.Slots() : StateTable.At(link, path, through);
        var head = new SessionHead
        {
            Key = fork.Key,
            AgentId = fork.AgentId,
            HistoryOwner = source.Head.HistoryOwner,
            CurrentTurn = through,
            LastTurn = through,
            TurnCount = count,
            Revision = 1,
            CreatedAt = fork.CreatedAt,
            UpdatedAt = fork.CreatedAt,
        };
        var details = source.Details is not null || fork.ExpiresAt is not null
            ? (source.Details ?? new SessionDetails()) with { Title = null, ExpiresAt = fork.ExpiresAt }
            : null;
        var segment = SessionTable.Add(link, head, details, expiresAt: null, usage: default, slots);
        SegmentTable.Add(link, segment, source.Segment, through, source.Head.Revision);
        return CommitResult.Of(new StoredSession(head, StateTable.Values(link, SegmentTable.Path(link, segment), slots)) { Details = details });
    }

    private static void Create(SqliteLink link, SessionCommit commit)
    {
        var slots = new StateSlots();
        slots.Apply(0, commit.State);

        // The turns need the segment that the row is given, and make the state that the row has: it is written twice.
        var segment = SessionTable.Add(link, commit.Head, commit.Details, commit.ExpiresAt, commit.Usage, commit.Turns.Count == 0 ? slots : new StateSlots());
        if (commit.State.Count > 0)
        {
            StateTable.Save(link, segment, turn: 0, commit.Head.Revision, commit.State);
        }

        if (commit.Turns.Count > 0)
        {
            AddTurns(link, commit, segment, slots);
            SessionTable.Update(link, new SessionRow { Segment = segment, Head = commit.Head }, commit.Head, usage: default, slots);
        }
    }

    private static void Update(SqliteLink link, SessionCommit commit, SessionRow before)
    {
        var follows = commit.Turns.Count == 0 ? before.Head.CurrentTurn : commit.Turns[0].ParentTurn;
        if (commit.State.Count > 0)
        {
            StateTable.Save(link, before.Segment, follows, commit.Head.Revision, commit.State);
        }

        StateSlots? slots = null;
        if (follows != before.Head.CurrentTurn)
        {
            slots = StateTable.At(link, SegmentTable.Path(link, before.Segment), follows);
        }
        else if (commit.State.Count > 0 || commit.Turns.Any(turn => turn.State.Count > 0))
        {
            slots = before.Slots();
            slots.Apply(follows, commit.State);
        }

        AddTurns(link, commit, before, slots);
        SessionTable.Update(link, before, commit.Head, commit.Usage, slots);
        if (commit.ExpiresAt is { } expiresAt && expiresAt != before.Details?.ExpiresAt)
        {
            SessionTable.SetExpiry(link, before.Segment, expiresAt);
        }
    }

    private static void AddTurns(SqliteLink link, SessionCommit commit, SessionRow before, StateSlots? slots)
    {
        if (slots is not null)
        {
            AddTurns(link, commit, before.Segment, slots);
            return;
        }

        foreach (var turn in commit.Turns)
        {
            TurnTable.Add(link, commit.Head.Key, before.Segment, turn, state: null, before.Link.Turn);
        }
    }

    private static void AddTurns(SqliteLink link, SessionCommit commit, long segment, StateSlots slots)
    {
        foreach (var turn in commit.Turns)
        {
            var state = turn.State.Count == 0 ? null : TurnState.Of(turn.State, slots);
            TurnTable.Add(link, commit.Head.Key, segment, turn, state, slots.Link.Turn);
            if (state is not null)
            {
                slots.Apply(turn.Number, turn.State);
                slots.Link = (turn.Number, state.Depth);
            }
        }
    }
}
