namespace Sessions.TestKit;

public abstract partial class SessionStoreTests
{
    [Fact]
    public async Task An_empty_store_lists_nothing() => Assert.Empty(await ListAsync(new SessionQuery()));

    [Fact]
    public async Task A_list_shows_each_session()
    {
        await AppendAsync(new SessionKey("s"), StoreData.Turn(1));
        await AppendAsync(new SessionKey("s"), StoreData.Turn(2));

        var expected = new SessionSummary
        {
            Key = new SessionKey("s"),
            AgentId = "agent",
            TurnCount = 2,
            CreatedAt = StoreData.Time,
            UpdatedAt = StoreData.Time.AddSeconds(2),
        };
        Assert.Equal([expected], await ListAsync(new SessionQuery()));
    }

    [Fact]
    public async Task Pages_follow_one_another_without_gap_or_repetition()
    {
        var ids = Enumerable.Range(0, 25).Select(i => $"session-{i:D2}").ToList();
        foreach (var id in ids.AsEnumerable().Reverse())
        {
            await AppendAsync(new SessionKey(id), StoreData.Turn(1));
        }

        var listed = new List<string>();
        string? after = null;
        while (await ListAsync(new SessionQuery { AfterId = after, MaxCount = 10 }) is { Count: > 0 } page)
        {
            Assert.Equal(Math.Min(10, 25 - listed.Count), page.Count);
            listed.AddRange(page.Select(session => session.Key.Id));
            after = listed[^1];
        }

        Assert.Equal(ids, listed);
    }

    [Fact]
    public async Task A_list_ends_when_there_is_no_more()
    {
        const int Sessions = 620;
        var ids = Enumerable.Range(0, Sessions).Select(i => $"session-{i:D3}").ToList();
        foreach (var id in ids)
        {
            await Store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(new SessionKey(id)) });
        }

        Assert.Equal(ids, (await ListAsync(new SessionQuery())).Select(session => session.Key.Id));
        Assert.Equal(ids.Take(510), (await ListAsync(new SessionQuery { MaxCount = 510 })).Select(session => session.Key.Id));
        Assert.Equal(ids.Skip(2), (await ListAsync(new SessionQuery { AfterId = ids[1] })).Select(session => session.Key.Id));

        // Whoever reads the list may change what it lists.
        var seen = new List<string>();
        await foreach (var session in Store.ListAsync(new SessionQuery()))
        {
            seen.Add(session.Key.Id);
            if (seen.Count % 20 == 0)
            {
                Assert.True(await Store.DeleteAsync(session.Key));
            }
        }

        Assert.Equal(ids, seen);
        Assert.Equal(Sessions - (Sessions / 20), (await ListAsync(new SessionQuery())).Count);
    }

    [Fact]
    public async Task A_list_counts_the_turns_of_the_present()
    {
        await CommitBranchesAsync(new SessionKey("s"));
        foreach (var (turn, count) in new (long, int)[] { (9, 1), (8, 5), (7, 5), (5, 5), (3, 3), (0, 0) })
        {
            await MoveAsync(new SessionKey("s"), turn);
            Assert.Equal(count, Assert.Single(await ListAsync(new SessionQuery())).TurnCount);
        }
    }

    [Fact]
    public async Task A_list_is_of_one_tenant()
    {
        await AppendAsync(new SessionKey("s"), StoreData.Turn(1));
        await AppendAsync(new SessionKey("t", "s"), StoreData.Turn(1));
        await AppendAsync(new SessionKey("t", "u"), StoreData.Turn(1));

        Assert.Equal(["s"], (await ListAsync(new SessionQuery())).Select(session => session.Key.Id));
        Assert.Equal(["s", "u"], (await ListAsync(new SessionQuery { Tenant = "t" })).Select(session => session.Key.Id));
        Assert.Empty(await ListAsync(new SessionQuery { Tenant = "T" }));
    }

    [Fact]
    public async Task A_list_may_be_of_one_agent()
    {
        foreach (var (id, agent) in new[] { ("a", "x"), ("b", "X"), ("c", "x"), ("d", "x%") })
        {
            await Store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(new SessionKey(id)) with { AgentId = agent } });
        }

        Assert.Equal(["a", "c"], (await ListAsync(new SessionQuery { AgentId = "x" })).Select(session => session.Key.Id));
        Assert.Equal(["c"], (await ListAsync(new SessionQuery { AgentId = "x", AfterId = "a", MaxCount = 1 })).Select(session => session.Key.Id));
    }

    private async Task<List<SessionSummary>> ListAsync(SessionQuery query)
    {
        var sessions = new List<SessionSummary>();
        await foreach (var session in Store.ListAsync(query))
        {
            sessions.Add(session);
        }

        return sessions;
    }
}
