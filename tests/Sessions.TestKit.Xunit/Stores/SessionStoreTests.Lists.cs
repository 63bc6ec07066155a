namespace Sessions.TestKit;

public abstract partial class SessionStoreTests
{
    [Fact]
    public async Task An_empty_store_lists_nothing() => Assert.Empty(await ListAsync(new SessionQuery()));

    [Fact]
    public async Task A_list_shows_each_session()
    {
        await AppendAsync("s", StoreData.Turn(1));
        await AppendAsync("s", StoreData.Turn(2));

        var expected = new SessionSummary
        {
            Key = "s",
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
            await AppendAsync(id, StoreData.Turn(1));
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
    public async Task A_list_is_of_one_tenant()
    {
        await AppendAsync("s", StoreData.Turn(1));
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
            await Store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(id) with { AgentId = agent } });
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
