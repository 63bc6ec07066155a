namespace Sessions.Testing;

/// <summary>Commits: one a revision, whole or not at all.</summary>
internal static class CommitCases
{
    public static readonly StoreCase[] All =
    [
        new("Commits: creating what exists is a conflict", ExistsAsync),
        new("Commits: a commit from another revision is a conflict", OtherRevisionAsync),
        new("Commits: a commit to a session that is gone is a conflict", GoneAsync),
        new("Commits: a commit to a session that was made anew is a conflict, at whatever revision", MadeAnewAsync),
        new("Commits: a conflict writes nothing", NothingAsync),
        new("Commits: of two from one revision exactly one wins, 50 times", TwoAsync),
        new("Commits: of eight from one revision exactly one wins", ManyAsync),
        new("Commits: of sixteen who create one session one wins", CreatorsAsync),
        new("Commits: a commit and a move from one revision: exactly one wins", CommitAndMoveAsync),
        new("Commits: different sessions do not hinder one another", DifferentAsync),
        new("Commits: a turn's id tells whether it was written", TurnIdAsync),
        new("Commits: details are those of a new session alone", DetailsAsync),
        new("Commits: an operation that is cancelled before it begins does nothing", CancelledAsync),
    ];

    private static readonly SessionKey S = new("s");

    private static async Task ExistsAsync(StoreScene scene)
    {
        var session = await TwoTurnsAsync(scene);
        var result = await scene.CommitAsync(Losing(expectedRevision: null));
        Check.Equal(CommitOutcome.Conflict, result.Outcome, "CommitAsync of a new session where there is one");
        Check.Equal(session.Head, result.Winner, "CommitAsync of a new session where there is one: the head that won");
    }

    private static async Task OtherRevisionAsync(StoreScene scene)
    {
        var session = await TwoTurnsAsync(scene);
        foreach (var revision in new long[] { 1, 3, 0, long.MaxValue - 1 })
        {
            var result = await scene.CommitAsync(Losing(revision));
            Check.Equal(CommitOutcome.Conflict, result.Outcome, $"CommitAsync from revision {revision}, where the session is at 2");
            Check.Equal(session.Head, result.Winner, $"CommitAsync from revision {revision}: the head that won");
        }

        Check.Equal(session.Head, (await scene.FindAsync(S)).Head, "LoadAsync after commits that were conflicts");
    }

    private static async Task GoneAsync(StoreScene scene)
    {
        await TwoTurnsAsync(scene);
        await scene.DeleteAsync(S);
        var result = await scene.CommitAsync(Losing(expectedRevision: 2));
        Check.Equal(CommitOutcome.Conflict, result.Outcome, "CommitAsync to a session that is gone");
        Check.Equal(null, result.Winner, "CommitAsync to a session that is gone: the head that won");
        Check.Equal(null, await scene.LoadAsync(S), "LoadAsync of a session that is gone, after a commit to it");
    }

    private static async Task MadeAnewAsync(StoreScene scene)
    {
        var before = (await TwoTurnsAsync(scene)).Head!;
        await scene.DeleteAsync(S);
        var anew = before with { Revision = 1, CurrentTurn = 0, LastTurn = 0, TurnCount = 0, CreatedAt = before.CreatedAt.AddTicks(1) };
        await scene.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = anew });
        await scene.CommitAsync(new SessionCommit { ExpectedRevision = 1, Head = anew with { Revision = 2 } });

        var result = await scene.CommitAsync(new SessionCommit { ExpectedRevision = 2, Head = before with { Revision = 3 } });
        Check.Equal(CommitOutcome.Conflict, result.Outcome, "CommitAsync from the revision of a session that was made anew under the key");
        Check.Equal(2L, result.Winner?.Revision, "CommitAsync to a session that was made anew: the head that won");
        Check.Equal(anew with { Revision = 2 }, (await scene.FindAsync(S)).Head, "LoadAsync of a session that was made anew, after a commit of the one before");
    }

    private static async Task NothingAsync(StoreScene scene)
    {
        var session = await TwoTurnsAsync(scene);
        await scene.UpdateDetailsAsync(S, SessionDetailsFields.Title, new SessionDetails { Title = "t" });
        await scene.CommitAsync(Losing(expectedRevision: 1));
        await scene.CommitAsync(Losing(expectedRevision: null));

        var stored = await scene.FindAsync(S);
        Check.Equal(session.Head, stored.Head, "LoadAsync after a conflict: the head");
        Check.Sequence(["k v1: 1"], StoreData.Show(stored.State), "LoadAsync after a conflict: state");
        Check.Equal("t", stored.Details?.Title, "LoadAsync after a conflict: the title");
        Check.Sequence(["k v1: 1"], StoreData.Show(await scene.LoadStateAsync(S, 2)), "LoadStateAsync after a conflict");
        Check.Sequence([1L, 2L], (await scene.ReadAllAsync(S, new TurnRange { ThroughTurn = long.MaxValue, AllBranches = true })).Numbers(), "ReadTurnsAsync after a conflict");
        Check.Equal(null, await scene.KeyedAsync(S, "loser"), "OpenAsync with the key of a turn whose commit was a conflict");
        Check.Equal(default, await scene.UsageAsync(new SessionQuery()), "GetUsageAsync after a conflict");
        Check.Sequence([], await scene.IdsAsync(new SessionQuery { AgentId = "loser" }), "ListAsync of the agent whose commit was a conflict");
    }

    private static Task TwoAsync(StoreScene scene) => RaceAsync(scene, rounds: 50, rivals: 2);

    private static Task ManyAsync(StoreScene scene) => RaceAsync(scene, rounds: 10, rivals: 8);

    private static async Task CreatorsAsync(StoreScene scene)
    {
        for (var round = 0; round < 5; round++)
        {
            var id = $"s{round}";
            var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(rival => Task.Run(async () =>
            {
                var session = new SessionWriter(scene, new SessionKey(id)) { AgentId = $"agent-{rival}" };
                return await scene.CommitAsync(session.ToCommit([session.Next($"{rival}")], [StoreData.Value("rival", $"{rival}")]));
            })));
            var winner = CheckOneWinner(results, "CommitAsync of one new session by sixteen at the same time");
            var stored = await scene.FindAsync(new SessionKey(id));
            Check.Equal($"agent-{winner}", stored.Head.AgentId, "LoadAsync: whose session it is");
            Check.Sequence([$"[{winner}]"], (await scene.ReadAsync(new SessionKey(id), 1)).Texts(), "ReadTurnsAsync: whose turn it is");
            Check.Sequence([$"rival v1: {winner}"], StoreData.Show(stored.State), "LoadAsync: whose state it is");
        }
    }

    private static async Task CommitAndMoveAsync(StoreScene scene)
    {
        var session = await TwoTurnsAsync(scene);
        for (var round = 0; round < 20; round++)
        {
            var revision = session.Head!.Revision;
            var commit = session.ToCommit([session.Next($"{round}")]);
            var results = await Task.WhenAll(Task.Run(() => scene.CommitAsync(commit)), Task.Run(() => scene.MoveAsync(S, revision, 1, StoreData.Time)));
            var winner = CheckOneWinner(results, "CommitAsync and MoveAsync from one revision at the same time");
            var head = (await scene.FindAsync(S)).Head;
            Check.Equal((revision + 1, winner == 0 ? commit.Head.CurrentTurn : 1), (head.Revision, head.CurrentTurn), "LoadAsync after a commit and a move from one revision: revision and current turn");
            session = await MadeAnewAsync(scene, $"{round}");
        }
    }

    private static async Task DifferentAsync(StoreScene scene)
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(async () =>
        {
            var session = scene.Session($"s{number}");
            for (var turn = 1; turn <= 5; turn++)
            {
                await session.AppendAsync($"{number}");
            }
        })));

        for (var number = 0; number < 20; number++)
        {
            Check.Sequence(Enumerable.Repeat($"[{number}]", 5), (await scene.ReadAsync(new SessionKey($"s{number}"), 5)).Texts(), "ReadTurnsAsync of a session that was written while others were");
        }
    }

    private static async Task TurnIdAsync(StoreScene scene)
    {
        var session = await TwoTurnsAsync(scene);
        var turn = session.Next("3") with { Id = Guid.NewGuid().ToString("N") };
        var commit = session.ToCommit([turn]);
        await session.CommitAsync(commit);
        Check.Equal(CommitOutcome.Conflict, (await scene.CommitAsync(commit)).Outcome, "CommitAsync of what is committed already");
        Check.Equal(turn.Id, (await scene.ReadAsync(S, 3))[^1].Id, "ReadTurnsAsync: the id of the turn whose commit was sent twice");
    }

    private static async Task DetailsAsync(StoreScene scene)
    {
        var details = new SessionDetails { Title = "t", Owner = "o", Metadata = new SessionDetails().Metadata.Add("k", "v"), ExpiresAt = StoreData.Never };
        var session = new SessionWriter(scene, S) { Details = details };
        await session.AppendAsync("1");
        Check.Equal(StoreData.Show(details), StoreData.Show((await scene.FindAsync(S)).Details), "LoadAsync of a session that was committed with details");

        await session.AppendAsync("2");
        Check.Equal(StoreData.Show(details), StoreData.Show((await scene.FindAsync(S)).Details), "LoadAsync after a commit without details");

        var next = session.ToCommit([session.Next("3")]);
        await session.CommitAsync(new SessionCommit { ExpectedRevision = 2, Head = next.Head, Turns = next.Turns, ExpiresAt = StoreData.Never.AddYears(1) });
        Check.Equal(StoreData.Show(details with { ExpiresAt = StoreData.Never.AddYears(1) }), StoreData.Show((await scene.FindAsync(S)).Details), "LoadAsync after a commit with an expiry");
    }

    private static async Task CancelledAsync(StoreScene scene)
    {
        var session = await TwoTurnsAsync(scene);
        await scene.AppendStepAsync(S, "k", StoreData.Step(1, "1"));
        var (store, cancelled) = (scene.Store, new CancellationToken(canceled: true));
        var operations = new (string Name, Func<Task> Run)[]
        {
            ("OpenAsync", async () => await store.OpenAsync(S, SessionOpening.Head, cancelled)),
            ("LoadAsync", async () => await store.LoadAsync(S, cancelled)),
            ("LoadStateAsync", async () => await store.LoadStateAsync(S, 1, cancelled)),
            ("ReadTurnsAsync", async () => await store.ReadTurnsAsync(S, new TurnRange { ThroughTurn = 2 }, cancelled)),
            ("CommitAsync", async () => await store.CommitAsync(session.ToCommit([session.Next("3")]), cancelled)),
            ("AppendStepAsync", async () => await store.AppendStepAsync(S, "k", StoreData.Step(2, "2"), cancelled)),
            ("MoveAsync", async () => await store.MoveAsync(S, 2, 1, StoreData.Time, cancelled)),
            ("ForkAsync", async () => await store.ForkAsync(new SessionFork { Source = S, Key = new SessionKey("fork"), AgentId = "agent", CreatedAt = StoreData.Time }, cancelled)),
            ("UpdateDetailsAsync", async () => await store.UpdateDetailsAsync(S, new SessionDetailsUpdate(SessionDetailsFields.Title, new SessionDetails { Title = "t" }), cancelled)),
            ("ListPageAsync", async () => await store.ListPageAsync(new SessionQuery { MaxCount = 1 }, cancelled)),
            ("GetUsageAsync", async () => await store.GetUsageAsync(new SessionQuery(), cancelled)),
            ("DeleteAsync", async () => await store.DeleteAsync(S, cancelled)),
            ("DeleteSessionsAsync", async () => await store.DeleteSessionsAsync(SessionQuery.All(""), cancelled)),
        };
        foreach (var (name, run) in operations)
        {
            await Check.ThrowsAsync<OperationCanceledException>(run, $"{name} with a token that is cancelled");
        }

        Check.Equal(session.Head, (await scene.FindAsync(S)).Head, "LoadAsync after operations that were cancelled");
        Check.Equal(null, (await scene.FindAsync(S)).Details?.Title, "LoadAsync after operations that were cancelled: the title");
        Check.Sequence([1L, 2L], (await scene.ReadAllAsync(S, new TurnRange { ThroughTurn = long.MaxValue, AllBranches = true })).Numbers(), "ReadTurnsAsync after operations that were cancelled");
        Check.Sequence(["1: 1"], await scene.StepsAsync(S, "k"), "OpenAsync after operations that were cancelled: steps");
        Check.Sequence(["s"], await scene.IdsAsync(new SessionQuery()), "ListAsync after operations that were cancelled");
    }

    private static async Task RaceAsync(StoreScene scene, int rounds, int rivals)
    {
        var session = scene.Session("s");
        await session.AppendAsync("0");
        for (var round = 1; round <= rounds; round++)
        {
            var commits = Enumerable.Range(0, rivals).Select(rival => session.ToCommit([session.Next($"{rival}") with { Id = $"{round}-{rival}", State = [StoreData.Value("winner", $"{rival}")] }])).ToList();
            var results = await Task.WhenAll(commits.Select(commit => Task.Run(() => scene.CommitAsync(commit))));
            var winner = CheckOneWinner(results, $"CommitAsync of {rivals} commits from one revision, round {round}");

            var stored = await scene.FindAsync(S);
            Check.Equal(commits[winner].Head, stored.Head, "LoadAsync: the head that won");
            Check.Sequence([$"winner v1: {winner}"], StoreData.Show(stored.State), "LoadAsync: the state that won");
            Check.Sequence([$"[{winner}]"], (await scene.ReadAllAsync(S, new TurnRange { ThroughTurn = round + 1, AfterTurn = round })).Texts(), "ReadTurnsAsync: the turn that won");
            Check.That(results.All(result => result.Outcome == CommitOutcome.Committed || result.Winner == stored.Head), "CommitAsync names to those that lost the head that won");
            session.Take(commits[winner]);
        }

        Check.Equal(rounds + 1L, (await scene.FindAsync(S)).Head.Revision, "LoadAsync: the revision after all rounds");
    }

    private static async Task<SessionWriter> MadeAnewAsync(StoreScene scene, string message)
    {
        await scene.DeleteAsync(S);
        return await TwoTurnsAsync(scene, message);
    }

    private static async Task<SessionWriter> TwoTurnsAsync(StoreScene scene, string message = "1")
    {
        var session = scene.Session("s");
        await session.CommitAsync(session.Next(message) with { State = [StoreData.Value("k", "1")] });
        await session.AppendAsync("2");
        return session;
    }

    private static SessionCommit Losing(long? expectedRevision) => new()
    {
        ExpectedRevision = expectedRevision,
        Head = new SessionHead { Key = S, AgentId = "loser", CurrentTurn = 3, LastTurn = 3, TurnCount = 3, Revision = (expectedRevision ?? 0) + 1, CreatedAt = StoreData.Time, UpdatedAt = StoreData.Time },
        Turns =
        [
            new StoredTurn { Number = 3, Id = "loser", ParentTurn = 2, Depth = 3, TurnKey = "loser", InputHash = new byte[] { 1 }, Record = "{}"u8.ToArray(), Messages = "[\"loser\"]"u8.ToArray(), MessageCount = 1, State = [StoreData.Value("loser", "1")] },
        ],
        State = [StoreData.Value("loser saved", "1")],
        Details = expectedRevision is null ? new SessionDetails { Title = "loser" } : null,
        Usage = new TokenUsage(1, 1, 2),
    };

    private static int CheckOneWinner(CommitResult[] results, string what)
    {
        Check.Equal(1, results.Count(result => result.Outcome == CommitOutcome.Committed), $"{what}: how many were committed");
        return Array.FindIndex(results, result => result.Outcome == CommitOutcome.Committed);
    }
}
