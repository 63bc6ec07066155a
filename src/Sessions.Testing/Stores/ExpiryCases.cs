namespace Sessions.Testing;

/// <summary>Expiry: from a time on a session is absent, whichever way it is asked for.</summary>
internal static class ExpiryCases
{
    public static readonly StoreCase[] All =
    [
        new("Expiry: a session is there until it expires, and absent from then on", AbsentAsync, NeedsClock: true),
        new("Expiry: what is expired is neither changed nor forked", UnchangeableAsync, NeedsClock: true),
        new("Expiry: a commit may move it", MovedAsync, NeedsClock: true),
        new("Expiry: a commit from the session's revision that moves it revives the session", RevivedAsync, NeedsClock: true),
        new("Expiry: a new session may take the place of one that is expired, and has nothing of it", ReplacedAsync, NeedsClock: true),
        new("Expiry: steps of a new session stay when the one before it under its key is replaced or purged", StepsOfNewAsync, NeedsClock: true),
        new("Expiry: deleting what is expired says that it was not there, and takes it away", DeletedAsync, NeedsClock: true),
        new("Expiry: forks do not expire with their source", ForksAsync, NeedsClock: true),
        new("Expiry: a purge removes what is expired and nothing else, and says how many", PurgedAsync, NeedsClock: true),
    ];

    private static readonly SessionKey S = new("s");
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static async Task AbsentAsync(StoreScene scene)
    {
        var session = await ExpiringAsync(scene, "s");
        await scene.Session("other").AppendAsync("1");
        await scene.AppendStepAsync(S, "open", StoreData.Step(1, "1", StoreData.Time));
        scene.Clock.Advance(Hour - TimeSpan.FromTicks(1));
        Check.Equal(session.Head, (await scene.LoadAsync(S))?.Head, "LoadAsync just before a session expires");
        Check.Set(["s", "other"], await scene.IdsAsync(new SessionQuery()), "ListAsync just before a session expires");

        scene.Clock.Advance(TimeSpan.FromTicks(1));
        Check.Equal(null, await scene.LoadAsync(S), "LoadAsync of an expired session");
        var opened = await scene.OpenAsync(S, new SessionOpening { KnownRevision = 1, NewestTurns = TurnLimits.Page, WithFirstTurn = true, TurnKey = "k" });
        Check.Equal((null, null, 0), (opened.Revision, opened.KeyedTurn, opened.NewestTurns?.Turns.Count ?? 0), "OpenAsync of an expired session: revision, key's turn, newest turns");
        Check.Equal(null, opened.Details, "OpenAsync of an expired session: details");
        Check.Equal(0, (await scene.ReadAsync(S, 1)).Count, "ReadTurnsAsync of an expired session");
        Check.Equal(0, (await scene.ReadAllAsync(S, new TurnRange { ThroughTurn = 9, AllBranches = true })).Count, "ReadTurnsAsync of all branches of an expired session");
        Check.Equal(0, (await scene.LoadStateAsync(S, 1)).Count, "LoadStateAsync of an expired session");
        foreach (var query in new[] { new SessionQuery(), new SessionQuery { Order = SessionOrder.Id }, new SessionQuery { AgentId = "agent" } })
        {
            Check.Set(["other"], await scene.IdsAsync(query), "ListAsync with an expired session");
        }

        Check.Set([], await scene.IdsAsync(new SessionQuery { Owner = "o" }), "ListAsync of the owner of an expired session");
        Check.Equal(default, await scene.UsageAsync(new SessionQuery { Owner = "o" }), "GetUsageAsync of the owner of an expired session");
    }

    private static async Task UnchangeableAsync(StoreScene scene)
    {
        var session = await ExpiringAsync(scene, "s");
        scene.Clock.Advance(Hour);
        Check.Equal(false, await scene.UpdateDetailsAsync(S, SessionDetailsFields.ExpiresAt, new SessionDetails()), "UpdateDetailsAsync of an expired session");
        var moved = await scene.MoveAsync(S, session.Head!.Revision, 0, StoreData.Time);
        Check.Equal((CommitOutcome.Conflict, null), (moved.Outcome, moved.Winner), "MoveAsync of an expired session: outcome, and the head that won");
        await Check.ThrowsAsync<ArgumentOutOfRangeException>(() => session.ForkAsync("fork"), "ForkAsync of an expired session");
        Check.Equal(StepOutcome.SessionGone, await scene.AppendStepAsync(S, "open", StoreData.Step(1, "1", session.Head.CreatedAt)), "AppendStepAsync of an expired session");
        var other = session.ToCommit([session.Next("2")]);
        var result = await scene.CommitAsync(new SessionCommit { ExpectedRevision = 9, Head = other.Head with { Revision = 10 }, Turns = other.Turns });
        Check.Equal((CommitOutcome.Conflict, null), (result.Outcome, result.Winner), "CommitAsync from another revision to an expired session: outcome, and the head that won");
        Check.Equal(null, await scene.LoadAsync(S), "LoadAsync of an expired session after all that");
    }

    private static async Task MovedAsync(StoreScene scene)
    {
        var session = await ExpiringAsync(scene, "s");
        await CommitUntilAsync(session, StoreData.Time + Hour + Hour);
        scene.Clock.Advance(Hour);
        Check.Equal(session.Head, (await scene.LoadAsync(S))?.Head, "LoadAsync of a session whose expiry a commit has moved");
        Check.Equal("t", (await scene.FindAsync(S)).Details?.Title, "LoadAsync of a session whose expiry a commit has moved: the title");
        await session.AppendAsync("3");
        await session.MoveAsync(1);
        scene.Clock.Advance(Hour);
        Check.Equal(null, await scene.LoadAsync(S), "LoadAsync of a session once the moved expiry has come");
    }

    private static async Task RevivedAsync(StoreScene scene)
    {
        var session = await ExpiringAsync(scene, "s");
        scene.Clock.Advance(Hour + Hour);
        await CommitUntilAsync(session, scene.Clock.GetUtcNow() + Hour);

        var stored = await scene.FindAsync(S);
        Check.Equal(session.Head, stored.Head, "LoadAsync of a session that a commit has revived");
        Check.Sequence(["k v1: 1"], StoreData.Show(stored.State), "LoadAsync of a session that a commit has revived: state");
        Check.Equal(("t", "o"), (stored.Details?.Title, stored.Details?.Owner), "LoadAsync of a session that a commit has revived: title and owner");
        Check.Sequence(["[1]", "[2]"], (await scene.ReadAsync(S, 2)).Texts(), "ReadTurnsAsync of a session that a commit has revived");
        Check.Sequence(["s"], await scene.IdsAsync(new SessionQuery { Owner = "o" }), "ListAsync of its owner");
    }

    private static async Task ReplacedAsync(StoreScene scene)
    {
        await ExpiringAsync(scene, "s");
        await scene.AppendStepAsync(S, "open", StoreData.Step(1, "1", StoreData.Time));
        scene.Clock.Advance(Hour);
        var anew = scene.Session("s");
        await anew.AppendAsync("\"anew\"");

        var stored = await scene.FindAsync(S);
        Check.Equal((0, StoreData.Show(default(SessionDetails))), (stored.State.Count, StoreData.Show(stored.Details)), "LoadAsync of a session in the place of one that is expired: state and details");
        Check.Sequence(["[\"anew\"]"], (await scene.ReadAllAsync(S, new TurnRange { ThroughTurn = 9, AllBranches = true })).Texts(), "ReadTurnsAsync of a session in the place of one that is expired");
        Check.Equal(null, await scene.KeyedAsync(S, "k"), "OpenAsync of it, with a key of the one that is expired");
        Check.Sequence([], await scene.StepsAsync(S, "open"), "OpenAsync of it, with a key that was under way in the one that is expired: steps");
        Check.Equal(default, await scene.UsageAsync(new SessionQuery()), "GetUsageAsync of it");
    }

    private static async Task StepsOfNewAsync(StoreScene scene)
    {
        foreach (var isPurged in new[] { false, true })
        {
            var key = new SessionKey(isPurged ? "purged" : "replaced");
            var before = await ExpiringAsync(scene, key.Id);
            await scene.AppendStepAsync(key, "old", StoreData.Step(1, "1", before.Head!.CreatedAt));
            scene.Clock.Advance(Hour);

            // The first turn of a session that nothing is stored of: it has no time at which it was created.
            await scene.AppendStepAsync(key, "new", StoreData.Step(1, "2"));
            if (isPurged)
            {
                await scene.PurgeAsync(100);
            }

            Check.Sequence(["1: 2"], await scene.StepsAsync(key, "new"), $"OpenAsync of an expired session that was {(isPurged ? "purged" : "not purged")}, with a key that is under way in the next one: steps");
            var anew = scene.Session(key.Id);
            await anew.AppendAsync("\"anew\"");
            Check.Sequence(["1: 2"], await scene.StepsAsync(key, "new"), $"OpenAsync of a session in the place of one that was {key.Id}, with its key: steps");
            Check.Sequence([], await scene.StepsAsync(key, "old"), $"OpenAsync of a session in the place of one that was {key.Id}, with a key of that: steps");
        }
    }

    private static async Task DeletedAsync(StoreScene scene)
    {
        var session = await ExpiringAsync(scene, "s");
        scene.Clock.Advance(Hour);
        Check.Equal(false, await scene.DeleteAsync(S), "DeleteAsync of an expired session");
        var commit = session.ToCommit([session.Next("2")]);
        var result = await scene.CommitAsync(new SessionCommit { ExpectedRevision = commit.ExpectedRevision, Head = commit.Head, Turns = commit.Turns, ExpiresAt = StoreData.Never });
        Check.Equal((CommitOutcome.Conflict, null), (result.Outcome, result.Winner), "CommitAsync to an expired session that was deleted: outcome, and the head that won");
        Check.Equal(null, await scene.LoadAsync(S), "LoadAsync of an expired session that was deleted");
    }

    private static async Task ForksAsync(StoreScene scene)
    {
        var session = await ExpiringAsync(scene, "s");
        var fork = await session.ForkAsync("fork");
        scene.Clock.Advance(Hour);
        await scene.PurgeAsync(100);
        Check.Sequence(["[1]"], (await scene.ReadAsync(fork.Key, 1)).Texts(), "ReadTurnsAsync of a fork whose source is expired and purged");
        Check.Sequence(["k v1: 1"], StoreData.Show((await scene.FindAsync(fork.Key)).State), "LoadAsync of a fork whose source is expired and purged: state");
    }

    private static async Task PurgedAsync(StoreScene scene)
    {
        for (var number = 0; number < 25; number++)
        {
            await ExpiringAsync(scene, $"expiring-{number}");
            await scene.Session($"kept-{number}").AppendAsync("1");
        }

        Check.Equal(0, await scene.PurgeAsync(100), "PurgeAsync where nothing is expired: how many");
        scene.Clock.Advance(Hour);
        foreach (var grace in new[] { Hour, TimeSpan.FromDays(1_000_000), TimeSpan.MaxValue })
        {
            Check.Equal(0, await scene.PurgeAsync(100, grace), $"PurgeAsync of what is expired for {grace}: how many");
        }

        var counts = new List<int>();
        do
        {
            counts.Add(await scene.PurgeAsync(10));
        }
        while (counts[^1] == 10 && counts.Count < 10);

        // A server may remove what is expired by itself: then there is nothing left to remove.
        Check.That(counts is [10, 10, 5] or [0], $"PurgeAsync of 25 expired sessions, 10 at a time, removes 10, 10 and 5, not {string.Join(", ", counts)}");
        Check.Equal(0, await scene.PurgeAsync(10), "PurgeAsync after all was purged: how many");
        Check.Set(Enumerable.Range(0, 25).Select(number => $"kept-{number}"), await scene.IdsAsync(new SessionQuery()), "ListAsync after a purge");
        Check.Equal(1, (await scene.ReadAsync(new SessionKey("kept-7"), 1)).Count, "ReadTurnsAsync of a session that is not expired, after a purge");
    }

    /// <summary>A session that expires in an hour.</summary>
    private static async Task<SessionWriter> ExpiringAsync(StoreScene scene, string id)
    {
        var session = new SessionWriter(scene, new SessionKey(id)) { Details = new SessionDetails { Title = "t", Owner = "o", ExpiresAt = scene.Clock.GetUtcNow() + Hour } };
        var commit = session.ToCommit([session.Next("1") with { TurnKey = "k", InputHash = new byte[] { 1 }, State = [StoreData.Value("k", "1")] }]);
        await session.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = commit.Head, Turns = commit.Turns, Details = commit.Details, Usage = new TokenUsage(1, 1, 2) });
        return session;
    }

    private static Task CommitUntilAsync(SessionWriter session, DateTimeOffset expiresAt)
    {
        var commit = session.ToCommit([session.Next("2")]);
        return session.CommitAsync(new SessionCommit { ExpectedRevision = commit.ExpectedRevision, Head = commit.Head, Turns = commit.Turns, ExpiresAt = expiresAt });
    }
}
