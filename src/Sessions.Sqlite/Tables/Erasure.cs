namespace Sessions;

/// <summary>
/// Erases what belonged to sessions that are gone. A session is gone at once, with its row; its turns follow in parts, so that others
/// are not kept waiting, and those that a fork still reaches stay until that is gone too.
/// </summary>
internal static class Erasure
{
    // What is deleted in one transaction: some milliseconds of the lock.
    private const int RowsAtOnce = 500;

    private static readonly Sql Mark = new("INSERT OR IGNORE INTO erased (segment) VALUES (?)");
    private static readonly Sql Unmark = new("DELETE FROM erased WHERE segment = ?");
    private static readonly Sql FindMarked = new("SELECT segment FROM erased LIMIT 1");
    private static readonly Sql HasSession = new("SELECT 1 FROM sessions WHERE segment = ?");
    private static readonly Sql ReadChildren = new("SELECT DISTINCT parent_turn FROM forks WHERE parent = ? ORDER BY parent_turn DESC");
    private static readonly Sql ReadNewestRevision = new("SELECT max(parent_revision) FROM forks WHERE parent = ?");
    private static readonly Sql FindParent = new("SELECT parent FROM forks WHERE segment = ?");
    private static readonly Sql DeleteFork = new("DELETE FROM forks WHERE segment = ?");

    private static readonly Sql DeleteTurns = new(
        "DELETE FROM turns WHERE place IN (SELECT place FROM turns WHERE place BETWEEN ? AND ? ORDER BY place DESC LIMIT ?)");

    private static readonly Sql DeleteKeys = new(
        "DELETE FROM turn_keys WHERE segment = ?1 AND key IN (SELECT key FROM turn_keys WHERE segment = ?1 LIMIT ?2)");

    private static readonly Sql DeleteSaved = new("DELETE FROM saved_state WHERE segment = ? AND (turn > ? OR revision > ?)");

    /// <summary>Takes a session away: from here on nothing of it can be read. Steps of another one that begins under its key stay.</summary>
    public static void Remove(SqliteLink link, SessionKey key, DateTimeOffset createdAt, long segment)
    {
        SessionTable.Delete(link, segment);
        StepTable.Delete(link, key, createdAt);
        link.Use(Mark).Bind(segment).Execute();
    }

    /// <summary>Whether something is left of sessions that are gone.</summary>
    public static bool IsPending(SqliteLink link) => First(link, FindMarked) is not null;

    /// <summary>Erases a part of what is left of sessions that are gone.</summary>
    /// <returns>Whether there is more.</returns>
    public static bool EraseSome(SqliteLink link)
    {
        if (First(link, FindMarked) is not { } segment)
        {
            return false;
        }

        var left = RowsAtOnce;
        foreach (var (first, last) in Unreached(link, segment))
        {
            left -= link.Use(DeleteTurns).Bind(SegmentTable.Place(segment, first)).Bind(SegmentTable.Place(segment, last)).Bind(left).Execute();
            if (left == 0)
            {
                return true;
            }
        }

        if (link.Use(DeleteKeys).Bind(segment).Bind(left).Execute() == left)
        {
            return true;
        }

        EraseRest(link, segment);
        return IsPending(link);
    }

    private static void EraseRest(SqliteLink link, long segment)
    {
        var children = Children(link, segment);
        link.Use(DeleteSaved).Bind(segment).Bind(children.Count == 0 ? -1 : children[0]).Bind(children.Count == 0 ? -1 : First(link, ReadNewestRevision, segment) ?? -1).Execute();
        link.Use(Unmark).Bind(segment).Execute();
        if (children.Count > 0)
        {
            return;
        }

        // What only this one reached of another session that is gone goes with it.
        if (First(link, FindParent, segment) is { } parent)
        {
            link.Use(DeleteFork).Bind(segment).Execute();
            if (First(link, HasSession, parent) is null)
            {
                link.Use(Mark).Bind(parent).Execute();
            }
        }
    }

    /// <summary>The turns of a segment that no fork reaches, newest first.</summary>
    private static List<(long First, long Last)> Unreached(SqliteLink link, long segment)
    {
        var reached = new List<(long First, long Last)>();
        IReadOnlyList<Segment> own = [SegmentTable.Path(link, segment)[0]];
        foreach (var turn in Children(link, segment))
        {
            reached.AddRange(SegmentTable.Runs(link, own, turn).Select(run => (run.First, run.Last)));
        }

        var (unreached, end) = (new List<(long, long)>(), (long)uint.MaxValue);
        foreach (var (first, last) in reached.OrderByDescending(run => run.Last))
        {
            if (last < end)
            {
                unreached.Add((last + 1, end));
            }

            end = Math.Min(end, first - 1);
        }

        if (end >= 0)
        {
            unreached.Add((0, end));
        }

        return unreached;
    }

    private static List<long> Children(SqliteLink link, long segment)
    {
        var turns = new List<long>();
        using var row = link.Use(ReadChildren).Bind(segment);
        while (row.Step())
        {
            turns.Add(row.Int64(0));
        }

        return turns;
    }

    private static long? First(SqliteLink link, Sql sql, long? argument = null)
    {
        using var row = argument is { } value ? link.Use(sql).Bind(value) : link.Use(sql);
        return row.Step() ? row.Int64OrNull(0) : null;
    }
}
