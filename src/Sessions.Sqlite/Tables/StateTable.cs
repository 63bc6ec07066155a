using Sessions.Storage;

namespace Sessions;

/// <summary>State along the turns: what each changed, in its row, and what was saved outside of turns.</summary>
internal static class StateTable
{
    private static readonly Sql ReadTurn = new("SELECT state, state_turn FROM turns WHERE place = ?");
    private static readonly Sql ReadSaved = new("SELECT turn, revision, state FROM saved_state WHERE segment = ? AND turn <= ? AND revision <= ? ORDER BY turn, revision");
    private static readonly Sql ReadSavedAt = new("SELECT state FROM saved_state WHERE segment = ? AND turn = ? AND revision <= ? ORDER BY revision");
    private static readonly Sql ReadNewestSaved = new("SELECT revision, state FROM saved_state WHERE segment = ? AND turn = ? ORDER BY revision DESC LIMIT 1");
    private static readonly Sql FindForkSince = new("SELECT 1 FROM forks INDEXED BY forks_by_parent WHERE parent = ? AND parent_turn >= ? AND parent_revision >= ? LIMIT 1");
    private static readonly Sql DeleteSaved = new("DELETE FROM saved_state WHERE segment = ? AND turn = ? AND revision = ?");
    private static readonly Sql InsertSaved = new("INSERT INTO saved_state (segment, turn, revision, state) VALUES (?, ?, ?, ?)");

    /// <summary>The slots as they are at a turn, with all values.</summary>
    public static StateSlots At(SqliteLink link, IReadOnlyList<Segment> path, long turn)
    {
        var slots = new StateSlots();
        AddWritten(link, path, turn, slots);
        AddSaved(link, path, turn, slots);
        return slots;
    }

    /// <summary>The values of a head's slots, those that are not kept with the head too.</summary>
    public static IReadOnlyList<StateValue> Values(SqliteLink link, IReadOnlyList<Segment> path, StateSlots slots)
    {
        var values = new List<StateValue>(slots.Count);
        foreach (var (key, entry) in slots.Where(slot => slot.Value.Version is not null))
        {
            values.Add(new StateValue(key, entry.Version!.Value, entry.Json ?? Find(link, path, entry.Turn, key)?.Json ?? throw new InvalidDataException($"The value of state '{key}' is not at turn {entry.Turn}.")));
        }

        return values;
    }

    /// <summary>What was written at a turn, in it and outside of it, emptied slots too.</summary>
    public static IReadOnlyList<StateValue> WrittenAt(SqliteLink link, IReadOnlyList<Segment> path, long turn)
    {
        var written = new Dictionary<string, StateValue>(StringComparer.Ordinal);
        if (Read(link, path, turn).State is { } state)
        {
            foreach (var value in state.Set.Values)
            {
                written[value.Key] = value;
            }
        }

        foreach (var value in SavedAt(link, path, turn))
        {
            written[value.Key] = value;
        }

        return [.. written.Values];
    }

    /// <summary>Keeps what was set outside of turns, as of a turn.</summary>
    public static void Save(SqliteLink link, long segment, long turn, long revision, IReadOnlyList<StateValue> values)
    {
        var saved = new Dictionary<string, StateValue>(StringComparer.Ordinal);
        if (NewestSaved(link, segment, turn) is { } newest && !HasForkSince(link, segment, turn, newest.Revision))
        {
            // Nobody else sees what was saved there before: one row is enough.
            foreach (var value in newest.Values)
            {
                saved[value.Key] = value;
            }

            link.Use(DeleteSaved).Bind(segment).Bind(turn).Bind(newest.Revision).Execute();
        }

        foreach (var value in values)
        {
            saved[value.Key] = value;
        }

        link.Use(InsertSaved).Bind(segment).Bind(turn).Bind(revision).BindText(TurnState.WriteSaved(saved.Values)).Execute();
    }

    /// <summary>Adds what turns have written.</summary>
    private static void AddWritten(SqliteLink link, IReadOnlyList<Segment> path, long turn, StateSlots slots)
    {
        while (turn > 0)
        {
            var (state, stateTurn) = Read(link, path, turn);
            if (state is null)
            {
                // In whatever state the file is, this ends.
                turn = Math.Min(stateTurn, turn - 1);
                continue;
            }

            slots.Link = slots.Link.Turn == 0 ? (turn, state.Depth) : slots.Link;
            foreach (var value in state.Set.Values)
            {
                Add(value, turn, slots);
            }

            foreach (var (key, at) in state.At ?? [])
            {
                // What was saved there outside of a turn is not in the turn's row.
                if (!slots.ContainsKey(key) && Read(link, path, at).State?.Set.GetValueOrDefault(key) is { } value)
                {
                    Add(value, at, slots);
                }
            }

            turn = Math.Min(state.After, turn - 1);
        }
    }

    private static void Add(StateValue value, long turn, StateSlots slots)
    {
        if (!slots.ContainsKey(value.Key))
        {
            slots.Apply(turn, [value]);
        }
    }

    /// <summary>Puts what was saved outside of turns over what turns up to there have written.</summary>
    private static void AddSaved(SqliteLink link, IReadOnlyList<Segment> path, long turn, StateSlots slots)
    {
        var saved = new List<(long Turn, int Order, StateValue Value)>();
        for (var i = path.Count - 1; i >= 0; i--)
        {
            using var row = link.Use(ReadSaved).Bind(path[i].Id).Bind(Math.Min(turn, path[i].Last)).Bind(path[i].Revision);
            while (row.Step())
            {
                foreach (var value in TurnState.ReadSaved(row.Utf8(2)))
                {
                    saved.Add((row.Int64(0), saved.Count, value));
                }
            }
        }

        if (saved.Count == 0)
        {
            return;
        }

        var runs = SegmentTable.Runs(link, path, turn).ToList();
        foreach (var (at, _, value) in saved.Where(value => value.Turn == 0 || runs.Exists(run => value.Turn >= run.First && value.Turn <= run.Last)).OrderBy(value => value.Turn).ThenBy(value => value.Order))
        {
            if (!slots.TryGetValue(value.Key, out var entry) || entry.Turn <= at)
            {
                slots.Apply(at, [value]);
            }
        }
    }

    private static StateValue? Find(SqliteLink link, IReadOnlyList<Segment> path, long turn, string key) =>
        SavedAt(link, path, turn).LastOrDefault(value => string.Equals(value.Key, key, StringComparison.Ordinal)) ?? Read(link, path, turn).State?.Set.GetValueOrDefault(key);

    private static (TurnState? State, long StateTurn) Read(SqliteLink link, IReadOnlyList<Segment> path, long turn)
    {
        using var row = link.Use(ReadTurn).Bind(SegmentTable.Place(TurnTable.SegmentOf(path, turn), turn));
        return !row.Step() ? (null, 0) : row.IsNull(0) ? (null, row.Int64OrNull(1) ?? 0) : (TurnState.Read(row.Utf8(0)), 0);
    }

    /// <summary>What was saved as of a turn, of the chain's own segments, oldest first.</summary>
    private static List<StateValue> SavedAt(SqliteLink link, IReadOnlyList<Segment> path, long turn)
    {
        var saved = new List<StateValue>();
        for (var i = path.Count - 1; i >= 0; i--)
        {
            if (turn > path[i].Last)
            {
                continue;
            }

            using var row = link.Use(ReadSavedAt).Bind(path[i].Id).Bind(turn).Bind(path[i].Revision);
            while (row.Step())
            {
                saved.AddRange(TurnState.ReadSaved(row.Utf8(0)));
            }
        }

        return saved;
    }

    private static (long Revision, List<StateValue> Values)? NewestSaved(SqliteLink link, long segment, long turn)
    {
        using var row = link.Use(ReadNewestSaved).Bind(segment).Bind(turn);
        return row.Step() ? (row.Int64(0), TurnState.ReadSaved(row.Utf8(1))) : null;
    }

    private static bool HasForkSince(SqliteLink link, long segment, long turn, long revision)
    {
        using var row = link.Use(FindForkSince).Bind(segment).Bind(turn).Bind(revision);
        return row.Step();
    }
}
