namespace Sessions.Testing;

/// <summary>Usage: the tokens of sessions, summed.</summary>
internal static class UsageCases
{
    public static readonly StoreCase[] All =
    [
        new("Usage: a session's is that of all its commits, of whatever branch", SessionAsync),
        new("Usage: it is summed over the sessions that a query fits", SumAsync),
        new("Usage: a fork begins with none", ForkAsync),
        new("Usage: sums are not cut off at 32 bits", LargeAsync),
    ];

    private static async Task SessionAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await UseAsync(session, new TokenUsage(1, 2, 3));
        await UseAsync(session, new TokenUsage(10, 20, 100));
        await session.MoveAsync(1);
        await session.SaveAsync(StoreData.Value("a", "1"));
        Check.Equal(new TokenUsage(11, 22, 103), await scene.UsageAsync(new SessionQuery()), "GetUsageAsync after two turns, of which one was left behind");
        Check.Equal(new TokenUsage(11, 22, 103), (await scene.ListAsync(new SessionQuery())).Single().Usage, "ListAsync: the usage");
    }

    private static async Task SumAsync(StoreScene scene)
    {
        for (var number = 1; number <= 6; number++)
        {
            var session = new SessionWriter(scene, new SessionKey(number > 4 ? "t" : "", $"{number}")) { AgentId = $"agent-{number % 2}", Details = new SessionDetails { Owner = $"o{number % 3}" } };
            await UseAsync(session, new TokenUsage(number, 10 * number, 11 * number));
        }

        foreach (var (query, sum) in new[]
        {
            (new SessionQuery(), 10), (new SessionQuery { Tenant = "t" }, 11), (new SessionQuery { AgentId = "agent-1" }, 4), (new SessionQuery { Owner = "o1" }, 5), (new SessionQuery { AgentId = "agent-1", Owner = "o1" }, 1), (new SessionQuery { Tenant = "u" }, 0),
            (new SessionQuery { MaxCount = 1, Order = SessionOrder.Id }, 10),
        })
        {
            Check.Equal(new TokenUsage(sum, 10 * sum, 11 * sum), await scene.UsageAsync(query), $"GetUsageAsync of {query}");
        }

        await scene.DeleteAsync(new SessionKey("4"));
        Check.Equal(6L, (await scene.UsageAsync(new SessionQuery())).InputTokens, "GetUsageAsync after a session was deleted: input tokens");
    }

    private static async Task ForkAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await UseAsync(session, new TokenUsage(1, 2, 3));
        var fork = await session.ForkAsync("fork");
        Check.Equal(new TokenUsage(1, 2, 3), await scene.UsageAsync(new SessionQuery()), "GetUsageAsync of a session and its fork");
        await UseAsync(fork, new TokenUsage(10, 20, 30));
        Check.Equal(new TokenUsage(11, 22, 33), await scene.UsageAsync(new SessionQuery()), "GetUsageAsync of a session and its fork with a turn of its own");
    }

    private static async Task LargeAsync(StoreScene scene)
    {
        foreach (var id in new[] { "a", "b" })
        {
            await UseAsync(scene.Session(id), new TokenUsage(3_000_000_000, 1L << 50, long.MaxValue / 4));
        }

        Check.Equal(new TokenUsage(6_000_000_000, 1L << 51, long.MaxValue / 4 * 2), await scene.UsageAsync(new SessionQuery()), "GetUsageAsync of very many tokens");
    }

    private static Task UseAsync(SessionWriter session, TokenUsage usage)
    {
        var commit = session.ToCommit([session.Next("1")]);
        return session.CommitAsync(new SessionCommit { ExpectedRevision = commit.ExpectedRevision, Head = commit.Head, Turns = commit.Turns, Details = commit.Details, Usage = usage });
    }
}
