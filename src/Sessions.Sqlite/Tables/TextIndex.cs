using System.Text.Json;
using Sessions.Storage;

namespace Sessions;

/// <summary>
/// The words of messages, for <see cref="SessionQuery.Text"/>. It is made by the first search: until then nothing is written for it, and
/// from then on triggers keep it, whichever process writes.
/// </summary>
internal static class TextIndex
{
    private const int TurnsAtOnce = 200;

    // Words are taken out of the index as they are deleted, and not only marked as gone.
    private static readonly string Create =
        $"""
        CREATE VIRTUAL TABLE turn_text USING fts5(text, content='', tokenize='unicode61 remove_diacritics 2');
        INSERT INTO turn_text (turn_text, rank) VALUES ('secure-delete', 1);
        CREATE TABLE text_progress (next INTEGER) STRICT;
        INSERT INTO text_progress (next) VALUES (0);
        CREATE TRIGGER turn_text_added AFTER INSERT ON turns BEGIN
          INSERT INTO turn_text (rowid, text) VALUES (new.place, {TextOf("new")});
        END;
        CREATE TRIGGER turn_text_erased AFTER DELETE ON turns WHEN EXISTS (SELECT 1 FROM turn_text_docsize WHERE id = old.place) BEGIN
          INSERT INTO turn_text (turn_text, rowid, text) VALUES ('delete', old.place, {TextOf("old")});
        END;
        """;

    private static readonly Sql Find = new("SELECT 1 FROM sqlite_schema WHERE name = 'text_progress'");
    private static readonly Sql ReadProgress = new("SELECT next FROM text_progress");
    private static readonly Sql WriteProgress = new("UPDATE text_progress SET next = ?");
    private static readonly Sql FindNext = new("SELECT place FROM turns WHERE place >= ? ORDER BY place LIMIT 1 OFFSET ?");

    private static readonly Sql AddTurns = new(
        $"""
        INSERT INTO turn_text (rowid, text)
        SELECT turn.place, {TextOf("turn")} FROM turns AS turn
        WHERE turn.place >= ? AND turn.place < ? AND NOT EXISTS (SELECT 1 FROM turn_text_docsize WHERE id = turn.place)
        """);

    private static readonly Sql FindSegments = new("SELECT rowid >> 32 FROM turn_text WHERE turn_text MATCH ?");
    private static readonly Sql FindInRun = new("SELECT 1 FROM turn_text WHERE turn_text MATCH ? AND rowid BETWEEN ? AND ? LIMIT 1");
    private static readonly Sql ReadForks = new("SELECT segment FROM forks");

    /// <summary>The texts of a turn's messages: what its contents of type text say. What has another shape than a message's has none.</summary>
    private static string TextOf(string row) =>
        $"""
        (SELECT coalesce(group_concat(content.value ->> '$.text', char(10)), '')
         FROM json_each(CASE WHEN json_valid({row}.messages) THEN {row}.messages ELSE '[]' END) AS message,
           json_each(CASE message.type WHEN 'object' THEN message.value END, '$.contents') AS content
         WHERE CASE content.type WHEN 'object' THEN content.value ->> '$."$type"' END = 'text')
        """;

    /// <summary>Whether all turns are in the index.</summary>
    public static bool IsReady(SqliteLink link)
    {
        if (!Exists(link))
        {
            return false;
        }

        using var row = link.Use(ReadProgress);
        return row.Step() && row.IsNull(0);
    }

    /// <summary>Makes the index, or adds the next turns to it.</summary>
    /// <returns>Whether there are more to add.</returns>
    public static bool AddSome(SqliteLink link)
    {
        if (!Exists(link))
        {
            link.Execute(Create);
            return true;
        }

        if (NextPlace(link) is not { } first)
        {
            return false;
        }

        long? end;
        using (var row = link.Use(FindNext).Bind(first).Bind(TurnsAtOnce))
        {
            end = row.Step() ? row.Int64(0) : null;
        }

        _ = link.Use(AddTurns).Bind(first).Bind(end ?? long.MaxValue).Execute();
        _ = link.Use(WriteProgress).Bind(end).Execute();
        return end is not null;
    }

    /// <summary>The segments of sessions in whose turns, of whatever branch, all words are, as a JSON array.</summary>
    public static byte[] FindSessions(SqliteLink link, string text)
    {
        HashSet<long>? found = null;
        foreach (var word in WordsOf(text))
        {
            var segments = SegmentsWith(link, $"\"{word.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            if (found is null)
            {
                found = segments;
            }
            else
            {
                found.IntersectWith(segments);
            }
        }

        return ToJson(found ?? []);
    }

    /// <summary>The words of a text: what is between white space, and between characters that end a text for SQLite.</summary>
    private static IEnumerable<string> WordsOf(string text) =>
        string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character))
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => word.Any(char.IsLetterOrDigit)).Distinct(StringComparer.Ordinal);

    private static HashSet<long> SegmentsWith(SqliteLink link, string phrase)
    {
        var segments = new HashSet<long>();
        using (var row = link.Use(FindSegments).Bind(phrase))
        {
            while (row.Step())
            {
                segments.Add(row.Int64(0));
            }
        }

        // A fork has the words of the turns that it shares.
        var forks = segments.Count == 0 ? [] : Forks(link);
        segments.UnionWith(forks.Where(fork => !segments.Contains(fork) && SharesWith(link, fork, segments, phrase)).ToList());
        return segments;
    }

    private static bool SharesWith(SqliteLink link, long fork, HashSet<long> segments, string phrase)
    {
        var path = SegmentTable.Path(link, fork);
        return path.Skip(1).Any(segment => segments.Contains(segment.Id))
            && SegmentTable.Runs(link, path, path[0].Base).Any(run => segments.Contains(run.Segment) && IsInRun(link, run, phrase));
    }

    private static bool IsInRun(SqliteLink link, TurnRun run, string phrase)
    {
        using var row = link.Use(FindInRun).Bind(phrase).Bind(SegmentTable.Place(run.Segment, run.First)).Bind(SegmentTable.Place(run.Segment, run.Last));
        return row.Step();
    }

    private static List<long> Forks(SqliteLink link)
    {
        var forks = new List<long>();
        using var row = link.Use(ReadForks);
        while (row.Step())
        {
            forks.Add(row.Int64(0));
        }

        return forks;
    }

    private static bool Exists(SqliteLink link)
    {
        using var row = link.Use(Find);
        return row.Step();
    }

    private static long? NextPlace(SqliteLink link)
    {
        using var row = link.Use(ReadProgress);
        return row.Step() ? row.Int64OrNull(0) : null;
    }

    private static byte[] ToJson(HashSet<long> segments)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (var segment in segments)
            {
                json.WriteNumberValue(segment);
            }

            json.WriteEndArray();
        }

        return stream.ToArray();
    }
}
