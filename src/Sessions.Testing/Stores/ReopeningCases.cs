namespace Sessions.Testing;

/// <summary>Reopening: what another object, as in another process, sees of the same sessions.</summary>
internal static class ReopeningCases
{
    public static readonly StoreCase[] All =
    [
        new("Reopening: everything is there for another process", EverythingAsync, NeedsReopening: true),
        new("Reopening: what is erased is gone for another process", ErasedAsync, NeedsReopening: true),
        new("Reopening: two processes see one another's commits at once", TogetherAsync, NeedsReopening: true),
        new("Reopening: of two processes that commit from one revision exactly one wins, 50 times", RaceAsync, NeedsReopening: true),
        new("Reopening: it is one location, whichever object asks", LocationAsync, NeedsReopening: true),
        new("Reopening: disposing one object leaves the sessions to the other", DisposedAsync, NeedsReopening: true),
    ];

    private static async Task EverythingAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await session.SaveAsync(StoreData.Value("root", "0"));
        var turn = session.Next("\"漢\"") with { TurnKey = "k", InputHash = new byte[] { 1 }, State = [StoreData.Value("a", "1")] };
        await session.CommitAsync(turn);
        await session.AppendAsync("2");
        await session.MoveAsync(2 - 1);
        var fork = await session.ForkAsync("fork");
        await fork.AppendAsync("3");
        await scene.AppendStepAsync(session.Key, "open", StoreData.Step(1, "1"));
        await scene.UpdateDetailsAsync(session.Key, SessionDetailsFields.Title, new SessionDetails { Title = "t" });

        await using var other = await scene.ReopenAsync();
        var stored = await other.FindAsync(session.Key);
        Check.Equal(session.Head, stored.Head, "LoadAsync in another process: the head");
        Check.Sequence(["a v1: 1", "root v1: 0"], StoreData.Show(stored.State), "LoadAsync in another process: state");
        Check.Equal("t", stored.Details?.Title, "LoadAsync in another process: the title");
        Check.Sequence([StoreData.Show(turn)], (await other.ReadAsync(session.Key, 1)).Select(StoreData.Show), "ReadTurnsAsync in another process");
        Check.Sequence(["1: 1"], await other.StepsAsync(session.Key, "open"), "OpenAsync in another process: steps");
        Check.Equal(1L, (await other.KeyedAsync(session.Key, "k"))?.Number, "OpenAsync in another process, with a key: the turn");
        Check.Sequence(["[\"漢\"]", "[3]"], (await other.ReadAsync(fork.Key, 2)).Texts(), "ReadTurnsAsync of a fork in another process");
        Check.Set(["s", "fork"], await other.IdsAsync(new SessionQuery()), "ListAsync in another process");
    }

    private static async Task ErasedAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await session.AppendAsync("1");
        await using var other = await scene.ReopenAsync();
        Check.NotNull(await other.LoadAsync(session.Key), "LoadAsync in another process");
        await scene.DeleteAsync(session.Key);
        Check.Equal(null, await other.LoadAsync(session.Key), "LoadAsync in another process of a session that was deleted");
        Check.Equal(CommitOutcome.Conflict, (await other.CommitAsync(session.ToCommit([session.Next("2")]))).Outcome, "CommitAsync in another process to a session that was deleted");
    }

    private static async Task TogetherAsync(StoreScene scene)
    {
        await using var other = await scene.ReopenAsync();
        var session = scene.Session("s");
        for (var turn = 1; turn <= 20; turn++)
        {
            await session.AppendAsync($"{turn}");
            session = session.In(turn % 2 == 0 ? scene : other);
            var opened = await (turn % 2 == 0 ? scene : other).OpenAsync(session.Key, new SessionOpening { KnownRevision = turn - 1, KnowsTurns = true, NewestTurns = new TurnLimits { MaxTurns = 1 } });
            Check.Equal((turn, $"[{turn}]"), ((int)(opened.Revision ?? 0), StoreData.Text(opened.Newest().Turns[0].Messages)), "OpenAsync after a commit in another process: revision and newest turn");
        }
    }

    private static async Task RaceAsync(StoreScene scene)
    {
        await using var other = await scene.ReopenAsync();
        var session = scene.Session("s");
        await session.AppendAsync("0");
        for (var round = 1; round <= 50; round++)
        {
            var commits = new[] { "1", "2" }.Select(message => session.ToCommit([session.Next(message)])).ToList();
            var results = await Task.WhenAll(Task.Run(() => scene.CommitAsync(commits[0])), Task.Run(() => other.CommitAsync(commits[1])));
            var winner = Array.FindIndex(results, result => result.Outcome == CommitOutcome.Committed);
            Check.Equal(1, results.Count(result => result.Outcome == CommitOutcome.Committed), "CommitAsync of two processes from one revision: how many were committed");
            Check.Equal(commits[winner].Head, results[1 - winner].Winner, "CommitAsync of two processes from one revision: the head that won");
            Check.Equal($"[{winner + 1}]", StoreData.Text((await other.ReadAsync(session.Key, round + 1))[^1].Messages), "ReadTurnsAsync: the turn that won");
            session.Take(commits[winner]);
        }
    }

    private static async Task LocationAsync(StoreScene scene)
    {
        await using var other = await scene.ReopenAsync();
        Check.That(scene.Store.Location.Equals(other.Store.Location), "two objects on the same sessions have equal locations");
        Check.Equal(scene.Store.Location.GetHashCode(), other.Store.Location.GetHashCode(), "Location of two objects on the same sessions: the hash code");
    }

    private static async Task DisposedAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await session.AppendAsync("1");
        await using (var other = await scene.ReopenAsync())
        {
            Check.NotNull(await other.LoadAsync(session.Key), "LoadAsync in another process");
        }

        await session.AppendAsync("2");
        Check.Equal(2, (await scene.ReadAsync(session.Key, 2)).Count, "ReadTurnsAsync after another process has disposed its store");
    }
}
