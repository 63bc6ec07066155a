namespace Sessions.Testing;

/// <summary>Erasing of forks and of what they are of: each keeps what it has.</summary>
internal static class ForkErasureCases
{
    public static readonly StoreCase[] All =
    [
        new("Forks: erasing the source leaves the fork", SourceErasedAsync),
        new("Forks: erasing a fork leaves the source", ForkErasedAsync),
        new("Forks: an erased id that is used anew reaches nothing of before", AnewAsync),
        new("Forks: a long history is forked many times", ManyAsync),
    ];

    private static async Task SourceErasedAsync(StoreScene scene)
    {
        var source = await ForkedSession.SourceAsync(scene);
        var (fork, earlier) = (await source.ForkAsync("fork"), await source.ForkAsync("earlier", 2));
        await fork.AppendAsync("15");
        var deeper = await fork.ForkAsync("deeper", 3);

        Check.Equal(true, await scene.DeleteAsync(source.Key), "DeleteAsync of a session that has forks");
        Check.Equal(null, await scene.LoadAsync(source.Key), "LoadAsync of a deleted session that has forks");
        Check.Equal(0, (await scene.ReadAllAsync(source.Key, new TurnRange { ThroughTurn = long.MaxValue, AllBranches = true })).Count, "ReadTurnsAsync of a deleted session that has forks");
        await ForkedSession.CheckTurnsAsync(scene, fork.Key, 1, 2, 3, 4);
        await ForkedSession.CheckUntouchedAsync(scene, earlier, 2);
        await ForkedSession.CheckUntouchedAsync(scene, deeper, 3);

        await scene.DeleteAsync(fork.Key);
        await ForkedSession.CheckUntouchedAsync(scene, deeper, 3);
        await deeper.AppendAsync("24");
        Check.Sequence(["[1]", "[2]", "[3]", "[24]"], (await scene.ReadAsync(deeper.Key, 4)).Texts(), "ReadTurnsAsync of a fork whose sources are deleted, with a turn of its own");
        Check.Sequence(["[1]", "[2]"], (await scene.ReadAsync((await earlier.ForkAsync("again")).Key, 2)).Texts(), "ReadTurnsAsync of a fork of a fork whose source is deleted");
    }

    private static async Task ForkErasedAsync(StoreScene scene)
    {
        var source = await ForkedSession.SourceAsync(scene);
        var (fork, other) = (await source.ForkAsync("fork"), await source.ForkAsync("other", 3));
        await fork.AppendAsync("15");
        Check.Equal(true, await scene.DeleteAsync(fork.Key), "DeleteAsync of a fork");
        Check.Equal(null, await scene.LoadAsync(fork.Key), "LoadAsync of a deleted fork");
        await ForkedSession.CheckUntouchedAsync(scene, source, 4);
        await ForkedSession.CheckUntouchedAsync(scene, other, 3);
    }

    private static async Task AnewAsync(StoreScene scene)
    {
        var source = await ForkedSession.SourceAsync(scene);
        var fork = await source.ForkAsync("fork", 3);
        await scene.DeleteAsync(source.Key);
        var anew = scene.Session("s");
        await anew.CommitAsync(anew.Next("\"anew\"") with { State = [StoreData.Value("anew", "1")] });

        Check.Sequence(["[\"anew\"]"], (await scene.ReadAllAsync(anew.Key, new TurnRange { ThroughTurn = long.MaxValue, AllBranches = true })).Texts(), "ReadTurnsAsync of a session whose id was another's, deleted");
        Check.Sequence(["anew v1: 1"], StoreData.Show((await scene.FindAsync(anew.Key)).State), "LoadAsync of a session whose id was another's, deleted: state");
        Check.Sequence([], StoreData.Show(await scene.LoadStateAsync(anew.Key, 0)), "LoadStateAsync of it, as of before the first turn");
        await ForkedSession.CheckUntouchedAsync(scene, fork, 3);

        await scene.DeleteAsync(fork.Key);
        var forkAnew = await anew.ForkAsync("fork");
        Check.Sequence(["[\"anew\"]"], (await scene.ReadAllAsync(forkAnew.Key, new TurnRange { ThroughTurn = long.MaxValue, AllBranches = true })).Texts(), "ReadTurnsAsync of a fork whose id was another fork's, deleted");
        Check.Sequence(["anew v1: 1"], StoreData.Show((await scene.FindAsync(forkAnew.Key)).State), "LoadAsync of a fork whose id was another fork's, deleted: state");
    }

    private static async Task ManyAsync(StoreScene scene)
    {
        var source = scene.Session("s");
        await source.CommitAsync(source.ToCommit(source.NextTurns([.. Enumerable.Range(1, 500).Select(number => $"{number}")])));
        for (var fork = 0; fork < 50; fork++)
        {
            var made = await source.ForkAsync($"fork-{fork}", 500 - fork);
            await made.AppendAsync($"\"own {fork}\"");
        }

        await scene.DeleteAsync(source.Key);
        for (var fork = 0; fork < 50; fork += 7)
        {
            var turns = await scene.ReadAsync(new SessionKey($"fork-{fork}"), 501 - fork);
            Check.Sequence(Enumerable.Range(1, 500 - fork).Select(number => $"[{number}]").Append($"[\"own {fork}\"]"), turns.Texts(), $"ReadTurnsAsync of fork {fork}");
        }
    }
}
