namespace Sessions.Testing;

/// <summary>Leases: one holder has a session, and nothing depends on it.</summary>
internal static class LeaseCases
{
    public static readonly StoreCase[] All =
    [
        new("Leases: one has it, and others are told how long", TakenAsync),
        new("Leases: an opening reads what an opening without one does", OpensAsync),
        new("Leases: one that has ended is another's", EndedAsync),
        new("Leases: asking again renews it", RenewedAsync),
        new("Leases: whoever has it gives it back, and nobody else", ReleasedAsync),
        new("Leases: a commit keeps it, or gives it back", CommitAsync),
        new("Leases: a commit is written whoever has it, and takes it only from nobody", OthersCommitAsync),
        new("Leases: a commit that is a conflict leaves it as it is", ConflictAsync),
        new("Leases: each session has its own, in its tenant", ApartAsync),
        new("Leases: a session that is deleted has none", DeletedAsync),
        new("Leases: of many who ask at once one gets it", RaceAsync),
    ];

    private static readonly SessionKey S = new("s");
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    private static async Task TakenAsync(StoreScene scene)
    {
        Check.That(await IsGrantedAsync(scene, S, "a"), "the lease of a session that is not there yet is granted");
        await scene.Session("s").AppendAsync("1");
        Check.That(await IsGrantedAsync(scene, S, "a"), "the lease is granted to its holder again");
        var other = await AskAsync(scene, S, "b", new SessionOpening { NewestTurns = TurnLimits.Page, TurnKey = "k" });
        Check.That(other.LeasedElsewhereFor is { } left && left > Long / 2 && left <= Long, "another one who asks is told how long it is held");
        Check.That(other is { Revision: null, Session: null, NewestTurns: null, KeyedTurn: null }, "another one who asks is told nothing else");
        Check.Equal(1L, (await scene.OpenAsync(S, SessionOpening.Head)).Revision, "OpenAsync without a lease: the revision");
    }

    private static async Task OpensAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await session.CommitAsync(session.Next("1") with { State = [StoreData.Value("slot", "1")] });
        await session.AnswerAsync("k");
        await scene.AppendStepAsync(S, "other", StoreData.Step(0, "{}"));
        foreach (var opening in new SessionOpening[]
        {
            SessionOpening.Head, new() { KnownRevision = 2 }, new() { NewestTurns = TurnLimits.Page, WithFirstTurn = true }, new() { NewestTurns = new TurnLimits { MaxTurns = 1 }, WithFirstTurn = true, TurnKey = "k" }, new() { TurnKey = "other" },
        })
        {
            var (bare, leased) = (await scene.OpenAsync(S, opening), await AskAsync(scene, S, "a", opening));
            Check.Equal(Show(bare), Show(leased), $"OpenAsync with a lease of {opening}");
        }
    }

    private static async Task EndedAsync(StoreScene scene)
    {
        Check.That(await IsGrantedAsync(scene, S, "a", Short), "the lease is granted");
        await Task.Delay(2 * Short, scene.Token);
        Check.That(await IsGrantedAsync(scene, S, "b"), "the lease is granted to another once it has ended");
        Check.That(!await IsGrantedAsync(scene, S, "a"), "whoever had it before does not have it any more");
    }

    private static async Task RenewedAsync(StoreScene scene)
    {
        Check.That(await IsGrantedAsync(scene, S, "a", Short), "the lease is granted");
        Check.That(await IsGrantedAsync(scene, S, "a", Long), "the lease is renewed");
        await Task.Delay(2 * Short, scene.Token);
        Check.That(!await IsGrantedAsync(scene, S, "b"), "a lease that was renewed has not ended");
    }

    private static async Task ReleasedAsync(StoreScene scene)
    {
        Check.That(await IsGrantedAsync(scene, S, "a"), "the lease is granted");
        await scene.Store.ReleaseLeaseAsync(S, "b", scene.Token);
        Check.That(!await IsGrantedAsync(scene, S, "b"), "nobody gives back what another has");
        await scene.Store.ReleaseLeaseAsync(S, "a", scene.Token);
        await scene.Store.ReleaseLeaseAsync(S, "a", scene.Token);
        Check.That(await IsGrantedAsync(scene, S, "b"), "what is given back is free");
    }

    private static async Task CommitAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        Check.That(await IsGrantedAsync(scene, S, "a", Short), "the lease is granted");
        Check.That(await CommitAsync(session, scene, "a", Long), "the first commit keeps the lease");
        await Task.Delay(2 * Short, scene.Token);
        Check.That(!await IsGrantedAsync(scene, S, "b"), "it is kept for as long as the commit says");
        Check.That(!await CommitAsync(session, scene, "a", TimeSpan.Zero), "a commit that gives the lease back does not have it");
        Check.That(await IsGrantedAsync(scene, S, "b"), "what a commit gives back is free");
    }

    private static async Task OthersCommitAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        Check.That(await CommitAsync(session, scene, "a", Long), "a commit takes a lease that nobody has");
        Check.That(!await CommitAsync(session, scene, "b", Long), "a commit does not take another's lease");
        Check.That(!await CommitAsync(session, scene, "b", TimeSpan.Zero), "a commit does not give back another's lease");
        await session.AppendAsync("4");
        Check.Equal(4L, (await scene.FindAsync(S)).Head.Revision, "the revision after commits by all");
        Check.That(!await IsGrantedAsync(scene, S, "b") && await IsGrantedAsync(scene, S, "a"), "the lease is still the first one's");
    }

    private static async Task ConflictAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        var late = session.ToCommit([session.Next("1")]);
        await session.AppendAsync("1");
        var result = await scene.CommitAsync(late with { Lease = new LeaseRequest("a", Long) });
        Check.Equal((CommitOutcome.Conflict, false), (result.Outcome, result.IsLeaseHeld), "a commit that comes too late: outcome, and whether it has the lease");
        Check.That(await IsGrantedAsync(scene, S, "b"), "a commit that comes too late takes no lease");
        await scene.CommitAsync(late with { Lease = new LeaseRequest("b", TimeSpan.Zero) });
        Check.That(!await IsGrantedAsync(scene, S, "a"), "a commit that comes too late gives none back");
    }

    private static async Task ApartAsync(StoreScene scene)
    {
        SessionKey[] keys = [S, new("S"), new("tenant", "s"), .. StoreData.OddIds.Select(id => new SessionKey(id)).Except([S, new("S")])];
        for (var i = 0; i < keys.Length; i++)
        {
            Check.That(await IsGrantedAsync(scene, keys[i], $"holder {i}"), $"the lease of session '{keys[i]}' is granted beside those of the others");
        }

        for (var i = 0; i < keys.Length; i++)
        {
            Check.That(!await IsGrantedAsync(scene, keys[i], "somebody else"), $"the lease of session '{keys[i]}' is held");
            await scene.Store.ReleaseLeaseAsync(keys[i], $"holder {i}", scene.Token);
            Check.That(await IsGrantedAsync(scene, keys[i], "somebody else"), $"the lease of session '{keys[i]}' is free");
        }
    }

    private static async Task DeletedAsync(StoreScene scene)
    {
        await scene.Session("s").AppendAsync("1");
        Check.That(await IsGrantedAsync(scene, S, "a") && !await IsGrantedAsync(scene, S, "b"), "the lease is granted to one");
        await scene.DeleteAsync(S);
        Check.That(await IsGrantedAsync(scene, S, "b"), "the lease of a session that was deleted is free");
        Check.That(await IsGrantedAsync(scene, new SessionKey("tenant", "s"), "a"), "the lease is granted");
        await scene.DeleteAsync(SessionQuery.All("tenant"));
        Check.That(await IsGrantedAsync(scene, new SessionKey("tenant", "s"), "b"), "the leases of a tenant that was deleted are free");
    }

    private static async Task RaceAsync(StoreScene scene)
    {
        for (var round = 0; round < 10; round++)
        {
            var key = new SessionKey($"s{round}");
            var granted = await Task.WhenAll(Enumerable.Range(0, 8).Select(async holder => await IsGrantedAsync(scene, key, $"holder {holder}")));
            Check.Equal(1, granted.Count(isGranted => isGranted), "how many have the lease of those who ask at once");
        }
    }

    private static async Task<bool> CommitAsync(SessionWriter session, StoreScene scene, string holder, TimeSpan duration)
    {
        var commit = session.ToCommit([session.Next("1")]) with { Lease = new LeaseRequest(holder, duration) };
        var result = await scene.CommitAsync(commit);
        Check.Equal(CommitOutcome.Committed, result.Outcome, $"CommitAsync with a lease of '{holder}'");
        session.Take(commit);
        return result.IsLeaseHeld;
    }

    private static async Task<bool> IsGrantedAsync(StoreScene scene, SessionKey key, string holder, TimeSpan? duration = null) =>
        (await AskAsync(scene, key, holder, SessionOpening.Head, duration)).LeasedElsewhereFor is null;

    private static Task<OpenedSession> AskAsync(StoreScene scene, SessionKey key, string holder, SessionOpening opening, TimeSpan? duration = null) =>
        scene.OpenAsync(key, opening with { Lease = new LeaseRequest(holder, duration ?? Long) });

    private static string Show(OpenedSession opened) => string.Join(
        "; ",
        [
            $"revision {opened.Revision}", $"head {opened.Session?.Head}", $"details {StoreData.Show(opened.Details)}", $"more {opened.NewestTurns?.HasMore}",
            .. StoreData.Show(opened.Session?.State ?? []), .. (opened.NewestTurns?.Turns ?? []).Select(StoreData.Show), $"first {opened.FirstTurn?.Number}", $"keyed {opened.KeyedTurn?.Number}", .. opened.Steps.Select(StoreData.Show),
        ]);
}
