using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Sessions.Storage;
using SQLitePCL;

namespace Sessions;

/// <summary>Turns with their messages, as rows: one each.</summary>
internal static class TurnTable
{
    private const int KeyHashLength = 16;

    // So many turns that were left behind are stepped over before the next of the chain is looked for.
    private const int MostSkipped = 16;

    private const string Columns = "SELECT place, id, parent, depth, turn_key, input_hash, message_count, record, messages FROM turns";

    private static readonly Sql ReadBackwardRows = new($"{Columns} WHERE place BETWEEN ? AND ? ORDER BY place DESC");
    private static readonly Sql ReadForwardRows = new($"{Columns} WHERE place BETWEEN ? AND ? ORDER BY place");
    private static readonly Sql ReadRow = new($"{Columns} WHERE place = ?");

    private static readonly Sql Insert = new(
        "INSERT INTO turns (place, id, parent, depth, state_turn, state, turn_key, input_hash, message_count, record, messages) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

    private static readonly Sql InsertKey = new("INSERT OR REPLACE INTO turn_keys (segment, key, turn) VALUES (?, ?, ?)");
    private static readonly Sql FindKey = new("SELECT turn FROM turn_keys WHERE segment = ? AND key = ?");

    /// <summary>Reads a page of the chain that ends with a turn, newest first.</summary>
    public static TurnPage ReadBackward(SqliteLink link, SessionKey key, IReadOnlyList<Segment> path, long throughTurn, long afterTurn, TurnLimits limits) =>
        Page(key, path, ChainBackward(link, path, throughTurn, afterTurn), limits);

    /// <summary>Reads a page of the chain that ends with a turn, oldest first.</summary>
    public static TurnPage ReadForward(SqliteLink link, SessionKey key, IReadOnlyList<Segment> path, long throughTurn, long afterTurn, TurnLimits limits) =>
        Page(key, path, ChainForward(link, path, throughTurn, afterTurn), limits);

    /// <summary>Reads a page of all turns, by their numbers.</summary>
    public static TurnPage ReadAll(SqliteLink link, SessionKey key, IReadOnlyList<Segment> path, TurnRange range) =>
        Page(key, path, range.NewestFirst ? AllBackward(link, path, range) : AllForward(link, path, range), range.Limits);

    /// <summary>Reads a turn, if it is there.</summary>
    public static StoredTurn? Find(SqliteLink link, SessionKey key, IReadOnlyList<Segment> path, long number)
    {
        if (!SegmentTable.Has(link, path, number))
        {
            return null;
        }

        using var row = link.Use(ReadRow).Bind(SegmentTable.Place(SegmentOf(path, number), number));
        return row.Step() ? Explained(key, path, row) : null;
    }

    /// <summary>Finds the turn that has answered a key.</summary>
    public static StoredTurn? FindKeyed(SqliteLink link, SessionKey key, IReadOnlyList<Segment> path, string turnKey)
    {
        long number;
        using (var row = link.Use(FindKey).Bind(path[0].Id).BindBlob(HashOf(turnKey)))
        {
            if (!row.Step())
            {
                return null;
            }

            number = row.Int64(0);
        }

        return Find(link, key, path, number) is { } turn && string.Equals(turn.TurnKey, turnKey, StringComparison.Ordinal) ? turn : null;
    }

    /// <summary>Adds a turn.</summary>
    /// <param name="link">The connection.</param>
    /// <param name="key">The session.</param>
    /// <param name="segment">Its segment.</param>
    /// <param name="turn">The turn.</param>
    /// <param name="state">What it says of state; <see langword="null"/> where it changed none.</param>
    /// <param name="stateTurn">The turn before it that did.</param>
    public static void Add(SqliteLink link, SessionKey key, long segment, StoredTurn turn, TurnState? state, long stateTurn)
    {
        try
        {
            var insert = link.Use(Insert).Bind(SegmentTable.Place(segment, turn.Number));
            BindId(insert, turn.Id);
            insert.Bind(turn.ParentTurn == turn.Number - 1 ? null : turn.ParentTurn)
                .Bind(turn.Depth == turn.Number ? null : turn.Depth)
                .Bind(state is null ? stateTurn : null)
                .BindText(state?.Write())
                .Bind(turn.TurnKey)
                .BindBlob(turn.InputHash)
                .Bind(turn.MessageCount)
                .BindText(turn.Record.Span)
                .BindText(turn.Messages.Span)
                .Execute();
        }
        catch (SqliteException exception) when (exception.SqliteExtendedErrorCode is raw.SQLITE_CONSTRAINT_PRIMARYKEY or raw.SQLITE_CONSTRAINT_ROWID)
        {
            // The revision was as it should be, so nobody else has written the turn meanwhile.
            throw new SessionFormatException(
                $"Turn {turn.Number} cannot be added to session '{key}': its database has rows of turn {turn.Number} already, which do not fit the session's head. What is stored is unchanged. Restore the database from a backup, or delete the rows.", exception);
        }

        if (turn is { TurnKey: { } turnKey, InputHash: not null })
        {
            link.Use(InsertKey).Bind(segment).BindBlob(HashOf(turnKey)).Bind(turn.Number).Execute();
        }
    }

    /// <summary>The segment that a turn of a chain lies in.</summary>
    public static long SegmentOf(IReadOnlyList<Segment> path, long number)
    {
        for (var i = 0; i < path.Count - 1; i++)
        {
            if (number > path[i].Base)
            {
                return path[i].Id;
            }
        }

        return path[^1].Id;
    }

    private static IEnumerable<SqliteStatement> ChainBackward(SqliteLink link, IReadOnlyList<Segment> path, long throughTurn, long afterTurn)
    {
        var next = throughTurn;
        foreach (var segment in path)
        {
            while (next > segment.Base && next > afterTurn)
            {
                var skipped = 0;
                using var row = link.Use(ReadBackwardRows).Bind(SegmentTable.Place(segment.Id, segment.Base + 1)).Bind(SegmentTable.Place(segment.Id, Math.Min(next, uint.MaxValue)));
                while (next > segment.Base && next > afterTurn && skipped < MostSkipped)
                {
                    if (!row.Step())
                    {
                        yield break;
                    }

                    var number = SegmentTable.NumberOf(row.Int64(0));
                    if (number < next)
                    {
                        yield break;
                    }

                    skipped++;
                    if (number == next)
                    {
                        skipped = 0;
                        yield return row;

                        // A parent's number is below its child's, in whatever state the file is: the chain ends.
                        next = Math.Min(row.Int64OrNull(2) ?? number - 1, number - 1);
                    }
                }
            }
        }
    }

    private static IEnumerable<SqliteStatement> ChainForward(SqliteLink link, IReadOnlyList<Segment> path, long throughTurn, long afterTurn) =>
        InRuns(link, ReadForwardRows, SegmentTable.Runs(link, path, throughTurn).TakeWhile(run => run.Last > afterTurn).Reverse(), afterTurn, throughTurn);

    /// <summary>All own turns, newest first, and before them those that a fork has of another session: of that, no branch but its own.</summary>
    private static IEnumerable<SqliteStatement> AllBackward(SqliteLink link, IReadOnlyList<Segment> path, TurnRange range) =>
        InRuns(link, ReadBackwardRows, SegmentTable.Runs(link, path, path[0].Base).Prepend(Own(path)).TakeWhile(run => run.Last > range.AfterTurn), range.AfterTurn, range.ThroughTurn);

    private static IEnumerable<SqliteStatement> AllForward(SqliteLink link, IReadOnlyList<Segment> path, TurnRange range) =>
        InRuns(link, ReadForwardRows, SegmentTable.Runs(link, path, path[0].Base).Prepend(Own(path)).TakeWhile(run => run.Last > range.AfterTurn).Reverse(), range.AfterTurn, range.ThroughTurn);

    private static TurnRun Own(IReadOnlyList<Segment> path) => new(path[0].Id, path[0].Base + 1, uint.MaxValue);

    /// <summary>The turns of some runs, as far as their numbers are within bounds.</summary>
    private static IEnumerable<SqliteStatement> InRuns(SqliteLink link, Sql sql, IEnumerable<TurnRun> runs, long afterTurn, long throughTurn)
    {
        foreach (var run in runs)
        {
            var (first, last) = (Math.Max(run.First, afterTurn + 1), Math.Min(Math.Min(run.Last, throughTurn), uint.MaxValue));
            if (first > last)
            {
                continue;
            }

            using var row = link.Use(sql).Bind(SegmentTable.Place(run.Segment, first)).Bind(SegmentTable.Place(run.Segment, last));
            while (row.Step())
            {
                yield return row;
            }
        }
    }

    /// <summary>Makes a page of rows. One that is only to tell that there are more is not read.</summary>
    private static TurnPage Page(SessionKey key, IReadOnlyList<Segment> path, IEnumerable<SqliteStatement> rows, TurnLimits limits)
    {
        var page = new List<StoredTurn>();
        var (messages, bytes) = (0L, 0L);
        foreach (var row in rows)
        {
            if (page.Count >= limits.MaxTurns || messages >= limits.MaxMessages || bytes >= limits.MaxBytes)
            {
                return new(page, HasMore: true);
            }

            var turn = Explained(key, path, row);
            page.Add(turn);
            messages += turn.MessageCount;
            bytes += turn.Messages.Length + turn.Record.Length;
        }

        return new(page, HasMore: false);
    }

    private static StoredTurn Read(SqliteStatement row, long ownSegment)
    {
        var place = row.Int64(0);
        var number = SegmentTable.NumberOf(place);
        var isOwn = SegmentTable.SegmentOf(place) == ownSegment;
        return new StoredTurn
        {
            Number = number,
            Id = ReadId(row, 1),
            ParentTurn = row.Int64OrNull(2) ?? number - 1,
            Depth = row.Int64OrNull(3) ?? number,

            // The keys of turns that a fork has from another session stay with that.
            TurnKey = isOwn ? row.TextOrNull(4) : null,
            InputHash = isOwn && !row.IsNull(5) ? row.Blob(5).ToArray() : default(ReadOnlyMemory<byte>?),
            MessageCount = (int)row.Int64(6),
            Record = row.Utf8(7).ToArray(),
            Messages = row.Utf8(8).ToArray(),
        };
    }

    private static StoredTurn Explained(SessionKey key, IReadOnlyList<Segment> path, SqliteStatement row)
    {
        try
        {
            return Read(row, path[0].Id);
        }
        catch (Exception exception) when (DamagedRow.IsDamage(exception))
        {
            throw DamagedRow.Exception("turns", $"session '{key}'", exception);
        }
    }

    private static byte[] HashOf(string turnKey) => SHA256.HashData(Encoding.UTF8.GetBytes(turnKey))[..KeyHashLength];

    // An id of ours takes half the bytes.
    private static void BindId(SqliteStatement statement, string id)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (Guid.TryParseExact(id, "N", out var guid) && string.Equals(guid.ToString("N"), id, StringComparison.Ordinal) && guid.TryWriteBytes(bytes, bigEndian: true, out _))
        {
            statement.BindBlob(bytes);
        }
        else
        {
            statement.Bind(id);
        }
    }

    private static string ReadId(SqliteStatement row, int column) => row.IsBlob(column) ? new Guid(row.Blob(column), bigEndian: true).ToString("N") : row.Text(column);
}
