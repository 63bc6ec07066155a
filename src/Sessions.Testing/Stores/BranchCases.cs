namespace Sessions.Testing;

/// <summary>Branches: turns that follow another than the newest, and moving between them.</summary>
internal static class BranchCases
{
    // 1 to 5 in a row; 6 follows 3, and 7 and 8 both follow 6; 9 begins anew.
    private static readonly (long Parent, long Number, long[] Chain)[] Tree =
    [
        (0, 1, [1]), (1, 2, [1, 2]), (2, 3, [1, 2, 3]), (3, 4, [1, 2, 3, 4]), (4, 5, [1, 2, 3, 4, 5]), (3, 6, [1, 2, 3, 6]), (6, 7, [1, 2, 3, 6, 7]), (6, 8, [1, 2, 3, 6, 8]), (0, 9, [9]),
    ];

    public static readonly StoreCase[] All =
    [
        new("Branches: turns are read along the chain of their parents", ChainsAsync),
        new("Branches: turns are read by number, whatever branch they are of", AllBranchesAsync),
        new("Branches: turns are read backward along their chain", BackwardAsync),
        new("Branches: moving makes any turn the current one", MoveAsync),
        new("Branches: moving gives the session as it is then", MovedSessionAsync),
        new("Branches: moving from another revision is a conflict", MoveConflictAsync),
        new("Branches: the next turn may follow the one that was moved to", AfterMoveAsync),
        new("Branches: state is that of the chain, as of every turn", StateAsync),
        new("Branches: state from before the first turn is the root of all", RootAsync),
        new("Branches: 300 replies to one turn, and the state of each", RegeneratedAsync),
        new("Branches: 300 turns, each regenerated", RegeneratedChainAsync),
    ];

    private static async Task ChainsAsync(StoreScene scene)
    {
        var session = await BranchedAsync(scene);
        foreach (var (_, number, chain) in Tree)
        {
            Check.Sequence(chain, (await scene.ReadAsync(session.Key, number)).Numbers(), $"ReadTurnsAsync through {number}");
            Check.Sequence(chain.Select(turn => $"[{turn}]"), (await scene.ReadAsync(session.Key, number)).Texts(), $"ReadTurnsAsync through {number}: messages");
            foreach (var after in new long[] { 1, 2, 4, 6, 8 })
            {
                var read = await scene.ReadAllAsync(session.Key, new TurnRange { ThroughTurn = number, AfterTurn = after });
                Check.Sequence(chain.Where(turn => turn > after), read.Numbers(), $"ReadTurnsAsync through {number}, after {after}");
            }
        }
    }

    private static async Task AllBranchesAsync(StoreScene scene)
    {
        var session = await BranchedAsync(scene);
        await session.MoveAsync(2);
        foreach (var (after, through) in new (long, long)[] { (0, 9), (2, 6), (0, long.MaxValue), (4, 7), (9, 12), (0, 0), (8, 9) })
        {
            var expected = Enumerable.Range(1, 9).Select(number => (long)number).Where(number => number > after && number <= through).ToList();
            foreach (var newestFirst in new[] { false, true })
            {
                var range = new TurnRange { ThroughTurn = through, AfterTurn = after, AllBranches = true, NewestFirst = newestFirst };
                var what = $"ReadTurnsAsync of all branches through {through}, after {after}, {(newestFirst ? "newest" : "oldest")} first";
                var read = await scene.ReadAllAsync(session.Key, range);
                Check.Sequence(newestFirst ? Enumerable.Reverse(expected) : expected, read.Numbers(), what);
                Check.Sequence(read.Select(turn => $"[{turn.Number}]"), read.Texts(), $"{what}: messages");
                Check.Equal(0, (await scene.ReadPageAsync(new SessionKey("t", "s"), range)).Turns.Count, $"{what}, of another tenant's session");
            }
        }
    }

    private static async Task BackwardAsync(StoreScene scene)
    {
        var session = await BranchedAsync(scene);
        foreach (var (_, number, chain) in Tree)
        {
            var all = await scene.ReadAllAsync(session.Key, new TurnRange { ThroughTurn = number, NewestFirst = true });
            Check.Sequence(Enumerable.Reverse(chain), all.Numbers(), $"ReadTurnsAsync through {number}, newest first");
            var some = await scene.ReadAllAsync(session.Key, new TurnRange { ThroughTurn = number, AfterTurn = 2, NewestFirst = true });
            Check.Sequence(Enumerable.Reverse(chain).Where(turn => turn > 2), some.Numbers(), $"ReadTurnsAsync through {number}, after 2, newest first");
        }

        Check.Sequence([], (await scene.ReadAllAsync(new SessionKey("absent"), new TurnRange { ThroughTurn = 4, NewestFirst = true })).Numbers(), "ReadTurnsAsync of an absent session, newest first");
    }

    private static async Task MoveAsync(StoreScene scene)
    {
        var session = await BranchedAsync(scene);
        foreach (var number in new long[] { 0, 9, 8, 7, 0, 5, 3, 6, 1, 4, 2 })
        {
            await session.MoveAsync(number);
            Check.Equal(session.Head, (await scene.FindAsync(session.Key)).Head, $"LoadAsync after MoveAsync to turn {number}");
            Check.Sequence(StateOf(number), StoreData.Show((await scene.FindAsync(session.Key)).State), $"LoadAsync after MoveAsync to turn {number}: state");
            Check.Equal(session.Head!.TurnCount, (await scene.ListAsync(new SessionQuery())).Single().TurnCount, $"ListAsync after MoveAsync to turn {number}: TurnCount");
        }
    }

    private static async Task MovedSessionAsync(StoreScene scene)
    {
        var session = await BranchedAsync(scene);
        await scene.UpdateDetailsAsync(session.Key, SessionDetailsFields.Title, new SessionDetails { Title = "t" });
        var at = StoreData.Time.AddHours(1);

        var moved = Check.NotNull((await scene.MoveAsync(session.Key, session.Head!.Revision, 7, at)).Session, "MoveAsync: the session of the result");

        Check.Equal(session.Head with { CurrentTurn = 7, TurnCount = 5, Revision = session.Head.Revision + 1, UpdatedAt = at }, moved.Head, "MoveAsync: the head of the result");
        Check.Sequence(StateOf(7), StoreData.Show(moved.State), "MoveAsync: the state of the result");
        Check.Equal("t", moved.Details?.Title, "MoveAsync: the title of the result");
    }

    private static async Task MoveConflictAsync(StoreScene scene)
    {
        var session = await BranchedAsync(scene);
        foreach (var revision in new[] { session.Head!.Revision - 1, session.Head.Revision + 1 })
        {
            var result = await scene.MoveAsync(session.Key, revision, 3, StoreData.Time);
            Check.Equal(CommitOutcome.Conflict, result.Outcome, $"MoveAsync from revision {revision}, where the session is at {session.Head.Revision}");
            Check.Equal(session.Head, result.Winner, "MoveAsync from another revision: the head that won");
        }

        Check.Equal(session.Head, (await scene.FindAsync(session.Key)).Head, "LoadAsync after moves that were conflicts");
    }

    private static async Task AfterMoveAsync(StoreScene scene)
    {
        var session = await BranchedAsync(scene);
        await session.MoveAsync(4);
        await session.CommitAsync(session.Next("10") with { State = [StoreData.Value("last", "10")] });
        Check.Sequence([1L, 2, 3, 4, 10], (await scene.ReadAsync(session.Key, 10)).Numbers(), "ReadTurnsAsync of a turn after MoveAsync to turn 4");
        Check.Equal(session.Head, (await scene.FindAsync(session.Key)).Head, "LoadAsync of a turn after MoveAsync to turn 4");

        await session.MoveAsync(0);
        await session.AppendAsync("11");
        Check.Sequence([11L], (await scene.ReadAsync(session.Key, 11)).Numbers(), "ReadTurnsAsync of a turn after MoveAsync to before the first");
        Check.Equal(0, (await scene.FindAsync(session.Key)).State.Count, "LoadAsync of a turn after MoveAsync to before the first: state");
    }

    private static async Task StateAsync(StoreScene scene)
    {
        var session = await BranchedAsync(scene);
        for (var number = 0; number <= Tree.Length; number++)
        {
            Check.Sequence(StateOf(number), StoreData.Show(await scene.LoadStateAsync(session.Key, number)), $"LoadStateAsync as of turn {number}");
        }
    }

    private static async Task RootAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await session.SaveAsync(StoreData.Value("root", "0"));
        await CommitTreeAsync(session);
        foreach (var number in new long[] { 0, 5, 8, 9 })
        {
            await session.MoveAsync(number);
            Check.Sequence(StateOf(number).Append("root v1: 0"), StoreData.Show((await scene.FindAsync(session.Key)).State), $"LoadAsync at turn {number}, with state from before the first");
        }
    }

    private static async Task RegeneratedAsync(StoreScene scene)
    {
        const int Replies = 300;
        var session = scene.Session("s");
        await session.CommitAsync(session.Next("\"question\"") with { State = [StoreData.Value("reply", "0"), StoreData.Value("kept", "1")] });
        for (var reply = 1; reply <= Replies; reply++)
        {
            await session.CommitAsync(session.After(1, $"{reply}") with { State = [StoreData.Value("reply", $"{reply}")] });
        }

        foreach (var reply in new[] { 1, 2, 17, 150, 299, 300 })
        {
            Check.Sequence(["[\"question\"]", $"[{reply}]"], (await scene.ReadAsync(session.Key, reply + 1)).Texts(), $"ReadTurnsAsync through reply {reply} of {Replies}");
            Check.Sequence(["kept v1: 1", $"reply v1: {reply}"], StoreData.Show(await scene.LoadStateAsync(session.Key, reply + 1)), $"LoadStateAsync as of reply {reply} of {Replies}");
        }

        var all = await scene.ReadAllAsync(session.Key, new TurnRange { ThroughTurn = long.MaxValue, AllBranches = true });
        Check.Equal(Replies + 1, all.Count, "ReadTurnsAsync of all branches: the turns");
    }

    private static async Task RegeneratedChainAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        var (kept, parent) = (new List<long>(), 0L);
        for (var i = 1; i <= 300; i++)
        {
            await session.CommitAsync(session.After(parent, $"\"dropped {i}\"") with { State = [StoreData.Value("dropped", $"{i}")] });
            var turn = session.After(parent, $"{i}") with { State = [StoreData.Value($"slot-{i % 5}", $"{i}")] };
            await session.CommitAsync(turn);
            kept.Add(parent = turn.Number);
        }

        Check.Sequence(kept, (await scene.ReadAsync(session.Key, parent)).Numbers(), "ReadTurnsAsync of a chain whose turns were all regenerated");
        var newest = await scene.OpenAsync(session.Key, new SessionOpening { NewestTurns = new TurnLimits { MaxTurns = 3 }, WithFirstTurn = true });
        Check.Sequence(Enumerable.Reverse(kept).Take(3), newest.Newest().Turns.Numbers(), "OpenAsync: the newest turns of a chain whose turns were all regenerated");
        Check.Equal(2L, newest.FirstTurn?.Number, "OpenAsync: the first turn of a chain whose turns were all regenerated");
        Check.Sequence(Enumerable.Range(96, 5).Select(i => $"slot-{i % 5} v1: {i}").Order(StringComparer.Ordinal), StoreData.Show(await scene.LoadStateAsync(session.Key, kept[99])), "LoadStateAsync as of the 100th of them");
    }

    private static IEnumerable<string> StateOf(long number)
    {
        var chain = number == 0 ? [] : Tree[number - 1].Chain;
        return chain.Length == 0 ? [] : [$"last v1: {number}", .. chain.Select(turn => $"of-{turn} v1: 0")];
    }

    private static async Task<SessionWriter> BranchedAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await CommitTreeAsync(session);
        return session;
    }

    private static async Task CommitTreeAsync(SessionWriter session)
    {
        foreach (var (parent, number, _) in Tree)
        {
            await session.CommitAsync(session.After(parent, $"{number}") with { State = [StoreData.Value("last", $"{number}"), StoreData.Value($"of-{number}", "0")] });
        }
    }
}
