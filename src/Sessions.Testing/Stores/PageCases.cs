namespace Sessions.Testing;

/// <summary>Pages of turns: nothing is missed or doubled, however they are limited and whatever happens between them.</summary>
internal static class PageCases
{
    private const int Turns = 23;

    public static readonly StoreCase[] All =
    [
        new("Pages: they follow one another, forward and backward, of a chain and of all branches", FollowAsync),
        new("Pages: the turn that reaches a limit is still read", LimitsAsync),
        new("Pages: a turn over every limit is a page of its own", OverEveryLimitAsync),
        new("Pages: a reader may pause while others commit", PausedAsync),
        new("Pages: a reader may pause while the session is deleted", DeletedAsync),
        new("Pages: a long session is read by pages of many megabytes", LargeAsync),
    ];

    private static async Task FollowAsync(StoreScene scene)
    {
        var session = await BranchedAsync(scene);
        var chain = Enumerable.Range(1, Turns).Where(number => number % 4 != 0).Select(number => (long)number).ToList();
        var all = Enumerable.Range(1, Turns).Select(number => (long)number).ToList();
        foreach (var limits in new[] { new TurnLimits { MaxTurns = 1 }, new TurnLimits { MaxTurns = 5 }, new TurnLimits { MaxMessages = 4 }, new TurnLimits { MaxBytes = 40 }, new TurnLimits { MaxTurns = 100 } })
        {
            foreach (var (allBranches, newestFirst) in new[] { (false, false), (false, true), (true, false), (true, true) })
            {
                var expected = allBranches ? all : chain;
                var turns = await scene.ReadAllAsync(session.Key, new TurnRange { ThroughTurn = Turns, AllBranches = allBranches, NewestFirst = newestFirst, Limits = limits });
                var what = $"ReadTurnsAsync page by page, {(allBranches ? "all branches" : "a chain")}, {(newestFirst ? "newest" : "oldest")} first, within {limits}";
                Check.Sequence(newestFirst ? Enumerable.Reverse(expected) : expected, turns.Numbers(), what);
                Check.Sequence(turns.Select(turn => $"[{turn.Number},0]"), turns.Texts(), $"{what}: messages");
            }
        }
    }

    private static async Task LimitsAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        for (var number = 1; number <= 6; number++)
        {
            await session.AppendAsync("1", "2", "3");
        }

        foreach (var newestFirst in new[] { false, true })
        {
            foreach (var allBranches in new[] { false, true })
            {
                var range = new TurnRange { ThroughTurn = 6, NewestFirst = newestFirst, AllBranches = allBranches };
                foreach (var (limits, count) in new[]
                {
                    (new TurnLimits { MaxTurns = 4 }, 4), (new TurnLimits { MaxTurns = 6 }, 6), (new TurnLimits { MaxMessages = 3 }, 1), (new TurnLimits { MaxMessages = 4 }, 2), (new TurnLimits { MaxMessages = 16 }, 6),
                    (new TurnLimits { MaxBytes = 9 }, 1), (new TurnLimits { MaxBytes = 10 }, 2), (new TurnLimits { MaxTurns = 5, MaxMessages = 7, MaxBytes = 1000 }, 3), (new TurnLimits { MaxBytes = 46 }, 6),
                })
                {
                    var page = await scene.ReadPageAsync(session.Key, range with { Limits = limits });
                    Check.Equal((count, count < 6), (page.Turns.Count, page.HasMore), $"ReadTurnsAsync of {range with { Limits = limits }}: turns, and whether there are more");
                }
            }
        }
    }

    private static async Task OverEveryLimitAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        foreach (var message in new[] { "1", $"\"{new string('x', 100_000)}\"", "3" })
        {
            await session.AppendAsync(message);
        }

        var limits = new TurnLimits { MaxBytes = 5, MaxTurns = 2 };
        var second = await scene.ReadPageAsync(session.Key, new TurnRange { ThroughTurn = 3, AfterTurn = 1, Limits = limits });
        Check.Sequence([2L], second.Turns.Numbers(), "ReadTurnsAsync, where the next turn is over the limit of bytes");
        Check.Equal(true, second.HasMore, "ReadTurnsAsync, where the next turn is over the limit of bytes: HasMore");
    }

    private static async Task PausedAsync(StoreScene scene)
    {
        foreach (var newestFirst in new[] { false, true })
        {
            var session = await BranchedAsync(scene, $"s-{newestFirst}");
            var other = scene.Session($"other-{newestFirst}");
            var turns = await scene.ReadAllAsync(session.Key, new TurnRange { ThroughTurn = Turns, NewestFirst = newestFirst, Limits = new TurnLimits { MaxTurns = 3 } }, async () =>
            {
                await session.AppendAsync("0");
                await other.AppendAsync("1");
            });
            var expected = Enumerable.Range(1, Turns).Where(number => number % 4 != 0).Select(number => (long)number);
            Check.Sequence(newestFirst ? expected.Reverse() : expected, turns.Numbers(), $"ReadTurnsAsync through turn {Turns}, while turns are committed between its pages");
        }
    }

    private static async Task DeletedAsync(StoreScene scene)
    {
        var session = await BranchedAsync(scene);
        var range = new TurnRange { ThroughTurn = Turns, Limits = new TurnLimits { MaxTurns = 3 } };
        var page = await scene.ReadPageAsync(session.Key, range);
        await scene.DeleteAsync(session.Key);
        var next = await scene.ReadPageAsync(session.Key, range with { AfterTurn = page.Turns[^1].Number });
        Check.Equal((0, false), (next.Turns.Count, next.HasMore), "ReadTurnsAsync of a session that was deleted between two pages: turns, and whether there are more");
    }

    private static async Task LargeAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        for (var number = 1; number <= 12; number++)
        {
            await session.AppendAsync($"\"{new string((char)('a' + number), 400_000)}\"");
        }

        var range = new TurnRange { ThroughTurn = 12 };
        var first = await scene.ReadPageAsync(session.Key, range);
        Check.Equal((6, true), (first.Turns.Count, first.HasMore), "ReadTurnsAsync of 12 turns of 400,000 bytes, with the limits of a page: turns, and whether there are more");
        Check.Sequence(Enumerable.Range(1, 12).Select(number => (char)('a' + number)), (await scene.ReadAllAsync(session.Key, range)).Select(turn => (char)turn.Messages.Span[2]), "ReadTurnsAsync of 12 turns of 400,000 bytes, all pages");
    }

    /// <summary>Turns of which every fourth is left behind by the next.</summary>
    private static async Task<SessionWriter> BranchedAsync(StoreScene scene, string id = "s")
    {
        var session = scene.Session(id);
        for (var number = 1; number <= Turns; number++)
        {
            await session.CommitAsync(session.After(number % 4 == 1 && number > 1 ? number - 2 : number - 1, $"{number}", "0"));
        }

        return session;
    }
}
