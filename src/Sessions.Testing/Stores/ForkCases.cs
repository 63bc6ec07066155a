namespace Sessions.Testing;

/// <summary>Forks: sessions that begin with the turns and the state of another, and share nothing with it from then on.</summary>
internal static class ForkCases
{
    public static readonly StoreCase[] All =
    [
        new("Forks: a fork has the other session's turns and state", WholeAsync),
        new("Forks: a fork may be made at any turn of the present", EarlierAsync),
        new("Forks: a fork takes over owner and metadata, and nothing else of the details", DetailsAsync),
        new("Forks: a fork has turns and state of its own", OwnTurnsAsync),
        new("Forks: a fork may be forked, at the other's turns and at its own", ForkOfForkAsync),
        new("Forks: a fork goes back into the turns that it was made with", BackAsync),
        new("Forks: state that the source saves later does not show in the fork", SourceSavesAsync),
        new("Forks: state that a fork saves does not show in the source", ForkSavesAsync),
        new("Forks: a fork's turns have no keys", NoKeysAsync),
        new("Forks: a fork sees nothing of branches that the source left behind", BranchesAsync),
        new("Forks: a turn that was left behind cannot be forked at", LeftBehindAsync),
        new("Forks: what is not there cannot be forked", AbsentAsync),
        new("Forks: forking into a session that is there is a conflict", ConflictAsync),
        new("Forks: of many who fork into one session one succeeds", RaceAsync),
    ];

    private static async Task WholeAsync(StoreScene scene)
    {
        var source = await ForkedSession.SourceAsync(scene);
        var fork = new SessionFork { Source = source.Key, Key = new SessionKey("fork"), AgentId = "other", CreatedAt = StoreData.Time.AddDays(9) };

        var made = Check.NotNull((await scene.ForkAsync(fork)).Session, "ForkAsync: the session of the result");

        var head = new SessionHead
        {
            Key = fork.Key,
            AgentId = "other",
            HistoryOwner = HistoryOwner.Local,
            CurrentTurn = 4,
            LastTurn = 4,
            TurnCount = 4,
            Revision = 1,
            CreatedAt = fork.CreatedAt,
            UpdatedAt = fork.CreatedAt,
        };
        var stored = await scene.FindAsync(fork.Key);
        Check.Equal(head, made.Head, "ForkAsync: the head of the result");
        Check.Equal(head, stored.Head, "LoadAsync of a fork");
        Check.Sequence(ForkedSession.StateOf(4), StoreData.Show(made.State), "ForkAsync: the state of the result");
        Check.Sequence(ForkedSession.StateOf(4), StoreData.Show(stored.State), "LoadAsync of a fork: state");
        await ForkedSession.CheckTurnsAsync(scene, fork.Key, 1, 2, 3, 4);
    }

    private static async Task EarlierAsync(StoreScene scene)
    {
        var source = await ForkedSession.SourceAsync(scene);
        for (var through = 0; through <= 4; through++)
        {
            var fork = await source.ForkAsync($"fork-{through}", through);
            Check.Equal((through, through, through), (fork.Head!.CurrentTurn, fork.Head.LastTurn, fork.Head.TurnCount), $"ForkAsync at turn {through}: current turn, last turn and count");
            Check.Equal(fork.Head, (await scene.FindAsync(fork.Key)).Head, $"LoadAsync of a fork at turn {through}");
            Check.Sequence(ForkedSession.StateOf(through), StoreData.Show((await scene.FindAsync(fork.Key)).State), $"LoadAsync of a fork at turn {through}: state");
            await ForkedSession.CheckTurnsAsync(scene, fork.Key, [.. Enumerable.Range(1, through).Select(turn => (long)turn)]);
            for (var turn = 0; turn <= through; turn++)
            {
                Check.Sequence(ForkedSession.StateOf(turn), StoreData.Show(await scene.LoadStateAsync(fork.Key, turn)), $"LoadStateAsync of a fork at turn {through}, as of turn {turn}");
            }
        }
    }

    private static async Task DetailsAsync(StoreScene scene)
    {
        var source = await ForkedSession.SourceAsync(scene);
        var details = new SessionDetails { Title = "title", Owner = "owner", Metadata = new SessionDetails().Metadata.Add("k", "v"), ExpiresAt = StoreData.Never };
        await scene.UpdateDetailsAsync(source.Key, SessionDetailsFields.Title | SessionDetailsFields.Owner | SessionDetailsFields.Metadata | SessionDetailsFields.ExpiresAt, details);

        await source.ForkAsync("fork");
        Check.Equal(StoreData.Show(new SessionDetails { Owner = details.Owner, Metadata = details.Metadata }), StoreData.Show((await scene.FindAsync(new SessionKey("fork"))).Details), "LoadAsync of a fork: details");
        Check.Set(["s", "fork"], await scene.IdsAsync(new SessionQuery { Owner = "owner" }), "ListAsync of the owner, after a fork");

        await scene.UpdateDetailsAsync(new SessionKey("fork"), SessionDetailsFields.Owner, new SessionDetails { Owner = "another" });
        Check.Equal(StoreData.Show(details), StoreData.Show((await scene.FindAsync(source.Key)).Details), "LoadAsync of the source: details, after the fork's were changed");
    }

    private static async Task OwnTurnsAsync(StoreScene scene)
    {
        var source = await ForkedSession.SourceAsync(scene);
        var fork = await source.ForkAsync("fork", 2);
        await fork.CommitAsync(fork.Next("\"fork 3\"") with { State = [StoreData.Value("last", "13"), StoreData.Value("fork", "1")] });
        await fork.CommitAsync(fork.Next("\"fork 4\"") with { State = [StoreData.Emptied("of-1")] });
        await source.CommitAsync(source.Next("\"source 5\"") with { State = [StoreData.Value("last", "5")] });

        Check.Sequence(["[1]", "[2]", "[\"fork 3\"]", "[\"fork 4\"]"], (await scene.ReadAsync(fork.Key, 4)).Texts(), "ReadTurnsAsync of a fork with own turns");
        Check.Sequence(["[1]", "[2]", "[3]", "[4]", "[\"source 5\"]"], (await scene.ReadAsync(source.Key, 5)).Texts(), "ReadTurnsAsync of a session that has a fork with own turns");
        Check.Sequence(["fork v1: 1", "last v1: 13", "of-2 v1: 0", "root v1: 0"], StoreData.Show((await scene.FindAsync(fork.Key)).State), "LoadAsync of a fork with own turns: state");
        Check.Sequence(["fork v1: 1", "last v1: 13", "of-1 v1: 0", "of-2 v1: 0", "root v1: 0"], StoreData.Show(await scene.LoadStateAsync(fork.Key, 3)), "LoadStateAsync of a fork, as of a turn of its own");
        Check.Sequence(ForkedSession.StateOf(4).Select(value => value.Replace("last v1: 4", "last v1: 5", StringComparison.Ordinal)), StoreData.Show((await scene.FindAsync(source.Key)).State), "LoadAsync of a session that has a fork with own turns: state");
        Check.Equal(fork.Head, (await scene.FindAsync(fork.Key)).Head, "LoadAsync of a fork with own turns");
        var backward = await scene.ReadAllAsync(fork.Key, new TurnRange { ThroughTurn = 4, AfterTurn = 1, NewestFirst = true });
        Check.Sequence(["[\"fork 4\"]", "[\"fork 3\"]", "[2]"], backward.Texts(), "ReadTurnsAsync of a fork, newest first, across its beginning");
    }

    private static async Task ForkOfForkAsync(StoreScene scene)
    {
        var source = await ForkedSession.SourceAsync(scene);
        var fork = await source.ForkAsync("fork", 3);
        await fork.CommitAsync(fork.Next("14") with { State = [StoreData.Value("last", "14")] });
        var atOwn = await fork.ForkAsync("at-own");
        var atOthers = await fork.ForkAsync("at-others", 2);
        await atOwn.CommitAsync(atOwn.Next("25"));
        await atOthers.CommitAsync(atOthers.Next("33"));
        var deepest = await atOwn.ForkAsync("deepest", 4);
        for (var depth = 0; depth < 20; depth++)
        {
            await deepest.AppendAsync($"{100 + depth}");
            deepest = await deepest.ForkAsync($"deepest-{depth}");
        }

        Check.Sequence(["[1]", "[2]", "[3]", "[14]", "[25]"], (await scene.ReadAsync(atOwn.Key, 5)).Texts(), "ReadTurnsAsync of a fork of a fork, at a turn of the latter's own");
        Check.Sequence(["[1]", "[2]", "[33]"], (await scene.ReadAsync(atOthers.Key, 3)).Texts(), "ReadTurnsAsync of a fork of a fork, at a turn of the first session");
        Check.Sequence(ForkedSession.StateOf(2), StoreData.Show((await scene.FindAsync(atOthers.Key)).State), "LoadAsync of a fork of a fork, at a turn of the first session: state");
        string[] deep = ["[1]", "[2]", "[3]", "[14]", .. Enumerable.Range(100, 20).Select(number => $"[{number}]")];
        Check.Sequence(deep, (await scene.ReadAsync(deepest.Key, 24)).Texts(), "ReadTurnsAsync of a fork that is 22 deep");
        Check.Sequence(ForkedSession.StateOf(3).Select(value => value.Replace("last v1: 3", "last v1: 14", StringComparison.Ordinal)), StoreData.Show((await scene.FindAsync(deepest.Key)).State), "LoadAsync of a fork that is 22 deep: state");
        Check.Sequence(ForkedSession.StateOf(1), StoreData.Show(await scene.LoadStateAsync(deepest.Key, 1)), "LoadStateAsync of a fork that is 22 deep, as of turn 1");
    }

    private static async Task BackAsync(StoreScene scene)
    {
        var source = await ForkedSession.SourceAsync(scene);
        var fork = await source.ForkAsync("fork");
        await fork.AppendAsync("15");
        await fork.MoveAsync(2);
        Check.Sequence(ForkedSession.StateOf(2), StoreData.Show((await scene.FindAsync(fork.Key)).State), "LoadAsync of a fork that went back to turn 2: state");
        await fork.AppendAsync("16");
        Check.Equal(6L, fork.Head!.CurrentTurn, "the number of a fork's turn after it went back");
        Check.Sequence(["[1]", "[2]", "[16]"], (await scene.ReadAsync(fork.Key, 6)).Texts(), "ReadTurnsAsync of a fork that went back to turn 2 and on from there");
        var all = await scene.ReadAllAsync(fork.Key, new TurnRange { ThroughTurn = long.MaxValue, AllBranches = true });
        Check.Sequence([1L, 2, 3, 4, 5, 6], all.Numbers(), "ReadTurnsAsync of all branches of a fork");
        await fork.MoveAsync(0);
        Check.Sequence(ForkedSession.StateOf(0), StoreData.Show((await scene.FindAsync(fork.Key)).State), "LoadAsync of a fork that went back to before the first turn: state");
        await fork.MoveAsync(5);
        Check.Sequence(["[1]", "[2]", "[3]", "[4]", "[15]"], (await scene.ReadAsync(fork.Key, 5)).Texts(), "ReadTurnsAsync of a fork that went to a branch that it had left");
        Check.Equal(4L, (await scene.FindAsync(source.Key)).Head.CurrentTurn, "LoadAsync of the source: where it stands");
    }

    private static async Task SourceSavesAsync(StoreScene scene)
    {
        var source = await ForkedSession.SourceAsync(scene);
        var (whole, earlier) = (await source.ForkAsync("whole"), await source.ForkAsync("earlier", 2));
        await source.SaveAsync(StoreData.Value("late", "1"), StoreData.Value("last", "99"), StoreData.Emptied("of-1"));
        await source.MoveAsync(2);
        await source.SaveAsync(StoreData.Value("late", "2"), StoreData.Value("last", "98"));
        await source.MoveAsync(0);
        await source.SaveAsync(StoreData.Value("late", "0"), StoreData.Emptied("root"));

        await ForkedSession.CheckUntouchedAsync(scene, whole, 4);
        await ForkedSession.CheckUntouchedAsync(scene, earlier, 2);
        await whole.MoveAsync(2);
        await whole.CommitAsync(whole.Next("15"));
        Check.Sequence(ForkedSession.StateOf(2), StoreData.Show((await scene.FindAsync(whole.Key)).State), "LoadAsync of a fork after a turn that follows one at which the source saved state");
    }

    private static async Task ForkSavesAsync(StoreScene scene)
    {
        var source = await ForkedSession.SourceAsync(scene);
        var (fork, other) = (await source.ForkAsync("fork"), await source.ForkAsync("other"));
        await fork.SaveAsync(StoreData.Value("own", "1"), StoreData.Value("last", "99"), StoreData.Emptied("of-2"));
        await fork.MoveAsync(2);
        await fork.SaveAsync(StoreData.Value("own", "2"), StoreData.Emptied("root"));
        await fork.MoveAsync(0);
        await fork.SaveAsync(StoreData.Value("own", "0"));

        Check.Sequence(["own v1: 0", "root v1: 0"], StoreData.Show((await scene.FindAsync(fork.Key)).State), "LoadAsync of a fork that saved state before the first turn");
        Check.Sequence(["last v1: 2", "of-1 v1: 0", "of-2 v1: 0", "own v1: 2"], StoreData.Show(await scene.LoadStateAsync(fork.Key, 2)), "LoadStateAsync of a fork that saved state at a turn of the source");
        Check.Sequence(["last v1: 99", "of-1 v1: 0", "of-3 v1: 0", "of-4 v1: 0", "own v1: 1"], StoreData.Show(await scene.LoadStateAsync(fork.Key, 4)), "LoadStateAsync of a fork that saved state at the turn it was made at");
        await ForkedSession.CheckUntouchedAsync(scene, source, 4);
        await ForkedSession.CheckUntouchedAsync(scene, other, 4);
        var deeper = await fork.ForkAsync("deeper", 0);
        Check.Sequence(["own v1: 0", "root v1: 0"], StoreData.Show((await scene.FindAsync(deeper.Key)).State), "LoadAsync of a fork of a fork that saved state");
    }

    private static async Task NoKeysAsync(StoreScene scene)
    {
        var source = scene.Session("s");
        await source.AnswerAsync("k");
        await scene.AppendStepAsync(source.Key, "open", StoreData.Step(1, "1"));
        var fork = await source.ForkAsync("fork");
        Check.Equal(null, await scene.KeyedAsync(fork.Key, "k"), "OpenAsync of a fork with the key of a turn of the source: its answer");
        Check.Sequence([], await scene.StepsAsync(fork.Key, "open"), "OpenAsync of a fork with a key under way in the source: steps");
        var turn = (await scene.ReadAsync(fork.Key, 1)).Single();
        Check.That(turn.TurnKey is null && turn.InputHash is null, "a fork's turns have neither key nor hash");

        await fork.AnswerAsync("k", "2");
        Check.Equal(2L, (await scene.KeyedAsync(fork.Key, "k"))?.Number, "OpenAsync of a fork with a key of its own: the turn");
        Check.Equal(1L, (await scene.KeyedAsync(source.Key, "k"))?.Number, "OpenAsync of the source with the same key: the turn");
    }

    private static async Task BranchesAsync(StoreScene scene)
    {
        var source = scene.Session("s");
        foreach (var (parent, number) in new (long, long)[] { (0, 1), (1, 2), (1, 3), (3, 4), (3, 5) })
        {
            await source.CommitAsync(source.After(parent, $"{number}") with { State = [StoreData.Value("last", $"{number}")] });
        }

        var fork = await source.ForkAsync("fork", 3);
        Check.Equal((3L, 3L, 2L), (fork.Head!.CurrentTurn, fork.Head.LastTurn, fork.Head.TurnCount), "ForkAsync at turn 3, which is the second of its chain: current turn, last turn and count");
        await fork.AppendAsync("14");
        var all = await scene.ReadAllAsync(fork.Key, new TurnRange { ThroughTurn = long.MaxValue, AllBranches = true });
        Check.Sequence(["[1]", "[3]", "[14]"], all.Texts(), "ReadTurnsAsync of all branches of a fork");
        foreach (var (after, through, newestFirst) in from after in Enumerable.Range(0, 5) from through in Enumerable.Range(after, 6 - after) from newestFirst in new[] { false, true } select (after, through, newestFirst))
        {
            var read = await scene.ReadAllAsync(fork.Key, new TurnRange { AfterTurn = after, ThroughTurn = through, AllBranches = true, NewestFirst = newestFirst });
            var numbers = new[] { 1L, 3, 4 }.Where(turn => turn > after && turn <= through);
            Check.Sequence(newestFirst ? numbers.Reverse() : numbers, read.Numbers(), $"ReadTurnsAsync of all branches of a fork through {through}, after {after}, {(newestFirst ? "newest" : "oldest")} first");
        }

        Check.Sequence([], (await scene.ReadAsync(fork.Key, 2)).Numbers(), "ReadTurnsAsync of a fork through a turn that the source left behind");
        Check.Sequence([], (await scene.ReadAllAsync(fork.Key, new TurnRange { ThroughTurn = 2, NewestFirst = true })).Numbers(), "ReadTurnsAsync of a fork through a turn that the source left behind, newest first");
        var newest = await scene.OpenAsync(fork.Key, new SessionOpening { NewestTurns = TurnLimits.Page });
        Check.Sequence(["[14]", "[3]", "[1]"], newest.Newest().Turns.Texts(), "OpenAsync of a fork: newest turns");
        Check.Sequence([3L, 2L, 1L], newest.Newest().Turns.Select(turn => turn.Depth), "OpenAsync of a fork: depths");
    }

    private static async Task LeftBehindAsync(StoreScene scene)
    {
        var source = await ForkedSession.SourceAsync(scene);
        await source.CommitAsync(source.After(2, "5"));
        foreach (var turn in new long[] { 3, 4, 6, 99 })
        {
            await Check.ThrowsAsync<ArgumentOutOfRangeException>(() => source.ForkAsync("fork", turn), $"ForkAsync at turn {turn}, which is not of the present");
        }

        Check.Equal(null, await scene.LoadAsync(new SessionKey("fork")), "LoadAsync of a fork that was refused");
        Check.Equal(5L, (await source.ForkAsync("fork")).Head!.CurrentTurn, "ForkAsync at the current turn");
    }

    private static async Task AbsentAsync(StoreScene scene)
    {
        await scene.Session(new SessionKey("t", "s")).AppendAsync("1");
        await Check.ThrowsAsync<ArgumentOutOfRangeException>(
            () => scene.ForkAsync(new SessionFork { Source = new SessionKey("s"), Key = new SessionKey("fork"), AgentId = "agent", CreatedAt = StoreData.Time }), "ForkAsync of an absent session");
        Check.Equal(null, await scene.LoadAsync(new SessionKey("fork")), "LoadAsync of a fork of an absent session");
    }

    private static async Task ConflictAsync(StoreScene scene)
    {
        var (source, there) = (await ForkedSession.SourceAsync(scene), scene.Session("there"));
        await there.AppendAsync("\"there\"");
        var result = await scene.ForkAsync(new SessionFork { Source = source.Key, Key = there.Key, AgentId = "agent", CreatedAt = StoreData.Time });
        Check.Equal(CommitOutcome.Conflict, result.Outcome, "ForkAsync into a session that is there");
        Check.Equal(there.Head, result.Winner, "ForkAsync into a session that is there: the head that won");
        Check.Sequence(["[\"there\"]"], (await scene.ReadAsync(there.Key, 1)).Texts(), "ReadTurnsAsync of a session that was there when it was forked into");
    }

    private static async Task RaceAsync(StoreScene scene)
    {
        var source = await ForkedSession.SourceAsync(scene);
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(rival => Task.Run(() => scene.ForkAsync(
            new SessionFork { Source = source.Key, ThroughTurn = rival % 4, Key = new SessionKey("fork"), AgentId = $"agent-{rival}", CreatedAt = StoreData.Time }))));
        var winner = results.Select((result, rival) => (result.Outcome, rival)).Where(result => result.Outcome == CommitOutcome.Committed).ToList();
        Check.Equal(1, winner.Count, "ForkAsync into one session by eight at the same time: how many succeeded");
        var stored = await scene.FindAsync(new SessionKey("fork"));
        Check.Equal(($"agent-{winner[0].rival}", winner[0].rival % 4), (stored.Head.AgentId, (int)stored.Head.CurrentTurn), "LoadAsync: whose fork it is, and where it stands");
    }
}
