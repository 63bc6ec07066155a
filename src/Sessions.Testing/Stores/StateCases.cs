namespace Sessions.Testing;

/// <summary>State: the newest value of each slot along the chain, and values that were saved outside a turn.</summary>
internal static class StateCases
{
    public static readonly StoreCase[] All =
    [
        new("State: a value comes back with its version and every byte", BytesAsync),
        new("State: what is set before the first turn is kept", BeforeFirstTurnAsync),
        new("State: the newest value of each slot counts", NewestAsync),
        new("State: a value that is saved for a turn replaces the turn's own", ReplacedAsync),
        new("State: an emptied slot is left out until it is set again", EmptiedAsync),
        new("State: many slots, of which few change", ManySlotsAsync),
        new("State: what is saved before a turn is as of the turn it follows", BeforeTurnAsync),
        new("State: what is saved at a turn that was gone back to is that turn's", GoneBackAsync),
        new("State: what is saved at an earlier turn shows in those that follow it, where they did not write the slot", FollowersAsync),
        new("State: a slot that is emptied outside a turn is empty", EmptiedOutsideAsync),
    ];

    private static async Task BytesAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        StateValue[] state =
        [
            StoreData.Value("a", " {\"é\" : 1} ", version: 7), StoreData.Value("A", "[]", version: 0), StoreData.Value("k'\"; -- %_", "1"), StoreData.Value("漢😀", "\"\\u0000\\ud83d\"", version: int.MaxValue), StoreData.Value("$.a[0]", "null"),
            StoreData.Value("twice", """{"a":1,"a":2}"""),
        ];
        await session.CommitAsync(session.Next() with { State = state });
        await session.SaveAsync(StoreData.Value("saved", " 1 ", version: 3));

        var expected = StoreData.Show([.. state, StoreData.Value("saved", " 1 ", version: 3)]);
        Check.Sequence(expected, StoreData.Show((await scene.FindAsync(session.Key)).State), "LoadAsync: state");
        Check.Sequence(expected, StoreData.Show(await scene.LoadStateAsync(session.Key, 1)), "LoadStateAsync");
    }

    private static async Task BeforeFirstTurnAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await session.SaveAsync(StoreData.Value("k", "0"));
        Check.Sequence(["k v1: 0"], StoreData.Show((await scene.FindAsync(session.Key)).State), "LoadAsync before the first turn: state");

        await session.AppendAsync();
        Check.Sequence(["k v1: 0"], StoreData.Show((await scene.FindAsync(session.Key)).State), "LoadAsync after the first turn: state from before it");
        Check.Sequence(["k v1: 0"], StoreData.Show(await scene.LoadStateAsync(session.Key, 0)), "LoadStateAsync as of before the first turn");
    }

    private static async Task NewestAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await session.CommitAsync(session.Next() with { State = [StoreData.Value("a", "1"), StoreData.Value("b", "1")] });
        await session.CommitAsync(session.Next() with { State = [StoreData.Value("b", "2", version: 2)] });
        await session.CommitAsync(session.Next() with { State = [StoreData.Value("c", "3")] });
        Check.Sequence(["a v1: 1", "b v2: 2", "c v1: 3"], StoreData.Show((await scene.FindAsync(session.Key)).State), "LoadAsync: state");
    }

    private static async Task ReplacedAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await session.CommitAsync(session.Next() with { State = [StoreData.Value("k", "1"), StoreData.Value("l", "1"), StoreData.Value("m", "1")] });
        await session.SaveAsync(StoreData.Value("k", "2", version: 2), StoreData.Emptied("l"));
        await session.SaveAsync(StoreData.Value("k", "3", version: 2));

        Check.Sequence(["k v2: 3", "m v1: 1"], StoreData.Show((await scene.FindAsync(session.Key)).State), "LoadAsync: state that was saved at the current turn");
        Check.Sequence(["k v2: 3", "l v1: emptied", "m v1: 1"], StoreData.Show((await scene.ReadAsync(session.Key, 1)).Single().State), "ReadTurnsAsync with state: what was saved at the turn");
        Check.Equal(3L, (await scene.FindAsync(session.Key)).Head.Revision, "LoadAsync: the revision after three commits");
    }

    private static async Task EmptiedAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await session.CommitAsync(session.Next() with { State = [StoreData.Value("k", "1")] });
        await session.CommitAsync(session.Next() with { State = [StoreData.Emptied("k")] });
        Check.Sequence([], StoreData.Show((await scene.FindAsync(session.Key)).State), "LoadAsync after a slot was emptied: state");
        await session.AppendAsync();
        Check.Sequence([], StoreData.Show((await scene.FindAsync(session.Key)).State), "LoadAsync a turn after a slot was emptied: state");
        await session.CommitAsync(session.Next() with { State = [StoreData.Value("k", "4")] });
        Check.Sequence(["k v1: 4"], StoreData.Show((await scene.FindAsync(session.Key)).State), "LoadAsync after an emptied slot was set again: state");

        await session.MoveAsync(3);
        Check.Sequence([], StoreData.Show((await scene.FindAsync(session.Key)).State), "LoadAsync at a turn where the slot was empty: state");
        await session.MoveAsync(1);
        Check.Sequence(["k v1: 1"], StoreData.Show((await scene.FindAsync(session.Key)).State), "LoadAsync at a turn before the slot was emptied: state");
    }

    private static async Task ManySlotsAsync(StoreScene scene)
    {
        const int Slots = 200;
        var session = scene.Session("s");
        await session.CommitAsync(session.Next() with { State = [.. Enumerable.Range(0, Slots).Select(slot => StoreData.Value($"slot-{slot}", "1"))] });
        var expected = Enumerable.Range(0, Slots).ToDictionary(slot => $"slot-{slot}", _ => "1", StringComparer.Ordinal);
        for (var turn = 2; turn <= 60; turn++)
        {
            var (set, emptied) = ($"slot-{turn * 7 % Slots}", $"slot-{turn * 3 % Slots}");
            await session.CommitAsync(session.Next() with { State = set == emptied ? [StoreData.Value(set, $"{turn}")] : [StoreData.Value(set, $"{turn}"), StoreData.Emptied(emptied)] });
            expected.Remove(emptied);
            expected[set] = $"{turn}";
            if (turn % 20 == 0)
            {
                var values = StoreData.Show(expected.Select(slot => StoreData.Value(slot.Key, slot.Value)));
                Check.Sequence(values, StoreData.Show((await scene.FindAsync(session.Key)).State), $"LoadAsync: many slots after turn {turn}");
                Check.Sequence(values, StoreData.Show(await scene.LoadStateAsync(session.Key, turn)), $"LoadStateAsync: many slots as of turn {turn}");
            }
        }
    }

    private static async Task BeforeTurnAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        var turns = session.NextTurns("1", "2");
        turns[0] = turns[0] with { State = [StoreData.Value("a", "1")] };
        turns[1] = turns[1] with { State = [StoreData.Value("a", "2"), StoreData.Emptied("b")] };
        await session.CommitAsync(session.ToCommit(turns, [StoreData.Value("a", "0"), StoreData.Value("b", "0")]));
        Check.Sequence(["a v1: 0", "b v1: 0"], StoreData.Show(await scene.LoadStateAsync(session.Key, 0)), "LoadStateAsync as of turn 0, saved with the first commit");
        Check.Sequence(["a v1: 1", "b v1: 0"], StoreData.Show(await scene.LoadStateAsync(session.Key, 1)), "LoadStateAsync as of turn 1");
        Check.Sequence(["a v1: 2"], StoreData.Show(await scene.LoadStateAsync(session.Key, 2)), "LoadStateAsync as of turn 2");

        await session.CommitAsync(session.Next("3") with { State = [StoreData.Value("a", "3")] }, StoreData.Value("a", "22"), StoreData.Value("c", "22"));
        Check.Sequence(["a v1: 22", "c v1: 22"], StoreData.Show(await scene.LoadStateAsync(session.Key, 2)), "LoadStateAsync as of turn 2, with what was saved after it");
        Check.Sequence(["a v1: 3", "c v1: 22"], StoreData.Show((await scene.FindAsync(session.Key)).State), "LoadAsync: state of a turn and what was saved before it");

        await session.CommitAsync(session.After(1, "4"), StoreData.Value("d", "11"));
        Check.Sequence(["a v1: 1", "b v1: 0", "d v1: 11"], StoreData.Show((await scene.FindAsync(session.Key)).State), "LoadAsync: state of a turn that follows an earlier one, and what was saved with it");
        Check.Sequence(["a v1: 1", "b v1: 0", "d v1: 11"], StoreData.Show(await scene.LoadStateAsync(session.Key, 1)), "LoadStateAsync as of the turn that it follows");
    }

    private static async Task GoneBackAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        for (var number = 1; number <= 3; number++)
        {
            await session.CommitAsync(session.Next($"{number}") with { State = [StoreData.Value("k", $"{number}")] });
        }

        await session.MoveAsync(1);
        await session.SaveAsync(StoreData.Value("k", "10"), StoreData.Value("new", "10"));
        Check.Sequence(["k v1: 10", "new v1: 10"], StoreData.Show((await scene.FindAsync(session.Key)).State), "LoadAsync after state was saved at turn 1");
        Check.Sequence(["k v1: 3", "new v1: 10"], StoreData.Show(await scene.LoadStateAsync(session.Key, 3)), "LoadStateAsync as of turn 3, after state was saved at turn 1");

        await session.MoveAsync(0);
        await session.SaveAsync(StoreData.Value("root", "0"));
        Check.Sequence(["root v1: 0"], StoreData.Show((await scene.FindAsync(session.Key)).State), "LoadAsync after state was saved before the first turn, of a session that has turns");
        await session.MoveAsync(3);
        Check.Sequence(["k v1: 3", "new v1: 10", "root v1: 0"], StoreData.Show((await scene.FindAsync(session.Key)).State), "LoadAsync at turn 3, after state was saved at turns 0 and 1");
    }

    private static async Task FollowersAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await session.CommitAsync(session.Next("1") with { State = [StoreData.Value("a", "1"), StoreData.Value("b", "1")] });
        await session.CommitAsync(session.Next("2") with { State = [StoreData.Value("a", "2")] });
        await session.CommitAsync(session.After(1, "3"));
        await session.MoveAsync(1);
        await session.SaveAsync(StoreData.Value("a", "20"), StoreData.Emptied("b"), StoreData.Value("c", "20"));

        Check.Sequence(["a v1: 20", "c v1: 20"], StoreData.Show(await scene.LoadStateAsync(session.Key, 1)), "LoadStateAsync as of the turn that was saved at");
        Check.Sequence(["a v1: 2", "c v1: 20"], StoreData.Show(await scene.LoadStateAsync(session.Key, 2)), "LoadStateAsync as of a turn that follows it and wrote a");
        Check.Sequence(["a v1: 20", "c v1: 20"], StoreData.Show(await scene.LoadStateAsync(session.Key, 3)), "LoadStateAsync as of a turn that follows it on another branch");
        await session.MoveAsync(2);
        Check.Sequence(["a v1: 2", "c v1: 20"], StoreData.Show((await scene.FindAsync(session.Key)).State), "LoadAsync at a turn that follows it and wrote a");
    }

    private static async Task EmptiedOutsideAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await session.SaveAsync(StoreData.Value("root", "0"), StoreData.Value("k", "0"));
        await session.CommitAsync(session.Next("1") with { State = [StoreData.Value("k", "1")] });
        await session.SaveAsync(StoreData.Emptied("root"), StoreData.Emptied("k"), StoreData.Emptied("never set"));

        Check.Sequence([], StoreData.Show((await scene.FindAsync(session.Key)).State), "LoadAsync after all slots were emptied outside a turn");
        Check.Sequence(["k v1: 0", "root v1: 0"], StoreData.Show(await scene.LoadStateAsync(session.Key, 0)), "LoadStateAsync as of before the first turn, after slots were emptied at turn 1");
        await session.AppendAsync("2");
        Check.Sequence([], StoreData.Show((await scene.FindAsync(session.Key)).State), "LoadAsync a turn after all slots were emptied outside a turn");
    }
}
