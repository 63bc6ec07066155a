using System.Runtime.InteropServices;

namespace Sessions;

/// <summary>
/// Where turns lie: each session has a segment of its own, and a fork goes on from a turn of another segment. A turn's place is its
/// segment and its number in one; numbers are unique along a chain, so that a number says which segment the turn lies in.
/// </summary>
internal static class SegmentTable
{
    private const int NumberBits = 32;

    private static readonly Sql ReadFork = new("SELECT parent, parent_turn, parent_revision FROM forks WHERE segment = ?");
    private static readonly Sql FindBranch = new(
        "SELECT place, parent FROM turns INDEXED BY turns_by_branch WHERE place BETWEEN ? AND ? AND parent IS NOT NULL ORDER BY place DESC LIMIT 1");

    private static readonly Sql Insert = new("INSERT INTO forks (segment, parent, parent_turn, parent_revision) VALUES (?, ?, ?, ?)");

    public static long Place(long segment, long number) => number is >= 0 and <= uint.MaxValue
        ? (segment << NumberBits) | number
        : throw new SessionFormatException($"A session in a SQLite database has at most {uint.MaxValue} turns, and this would be turn {number}. Fork the session to go on.");

    public static long NumberOf(long place) => place & uint.MaxValue;

    public static long SegmentOf(long place) => place >> NumberBits;

    /// <summary>The segments that a chain goes through, from one to the oldest.</summary>
    public static IReadOnlyList<Segment> Path(SqliteLink link, long segment)
    {
        var path = new List<Segment>();
        var (last, revision) = ((long)uint.MaxValue, long.MaxValue);
        for (var next = (long?)segment; next is { } id;)
        {
            using var row = link.Use(ReadFork).Bind(id);
            var isFork = row.Step();
            path.Add(new Segment(id, isFork ? row.Int64(1) : 0, last, revision));
            last = isFork ? Math.Min(last, row.Int64(1)) : last;
            revision = isFork ? row.Int64(2) : revision;
            next = isFork ? row.Int64(0) : null;
        }

        return path;
    }

    /// <summary>
    /// The parts of the chain that ends with a turn, newest first, in each of which a turn follows the one before by number. A session
    /// that was never rewound is one.
    /// </summary>
    public static IEnumerable<TurnRun> Runs(SqliteLink link, IReadOnlyList<Segment> path, long throughTurn)
    {
        var through = throughTurn;
        foreach (var segment in path)
        {
            while (through > segment.Base)
            {
                var (first, parent) = FindFirst(link, segment, through);
                yield return new TurnRun(segment.Id, first, through);
                through = Math.Min(parent, first - 1);
            }
        }
    }

    /// <summary>Whether a session has a turn: of its own it has all, and of those before them no branch but the one that it was forked from.</summary>
    public static bool Has(SqliteLink link, IReadOnlyList<Segment> path, long number) =>
        number > path[0].Base || Runs(link, path, path[0].Base).TakeWhile(run => run.Last >= number).Any(run => run.First <= number);

    public static void Add(SqliteLink link, long segment, long parent, long parentTurn, long parentRevision) =>
        link.Use(Insert).Bind(segment).Bind(parent).Bind(parentTurn).Bind(parentRevision).Execute();

    private static (long First, long Parent) FindFirst(SqliteLink link, Segment segment, long through)
    {
        using var row = link.Use(FindBranch).Bind(Place(segment.Id, segment.Base + 1)).Bind(Place(segment.Id, Math.Min(through, uint.MaxValue)));
        return row.Step() ? (NumberOf(row.Int64(0)), row.Int64(1)) : (segment.Base + 1, segment.Base);
    }
}

/// <summary>A segment that a chain goes through.</summary>
/// <param name="Id">The segment.</param>
/// <param name="Base">The last turn of its parent that is part of the chain; its own turns come after. 0 without a parent.</param>
/// <param name="Last">The last turn that the chain may have of it.</param>
/// <param name="Revision">What was saved in it after this revision is not part of the chain.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Segment(long Id, long Base, long Last, long Revision);

/// <summary>Part of a chain in which each turn follows the one before it by number.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TurnRun(long Segment, long First, long Last);
