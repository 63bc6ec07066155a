using System.Text;

namespace Sessions.TestKit;

public abstract partial class SessionStoreTests
{
    [Fact]
    public async Task A_session_that_never_had_a_commit_leaves_no_steps_when_it_is_deleted()
    {
        await Store.AppendStepAsync(new SessionKey("s"), "k", "1"u8.ToArray());
        await Store.AppendStepAsync(new SessionKey("other"), "k", "2"u8.ToArray());
        await Store.AppendStepAsync(new SessionKey("tenant", "s"), "k", "3"u8.ToArray());

        Assert.False(await Store.DeleteAsync(new SessionKey("s")));

        Assert.Empty(await StepsAsync(new SessionKey("s"), "k"));
        Assert.Equal(["2"], await StepsAsync(new SessionKey("other"), "k"));
        Assert.Equal(["3"], await StepsAsync(new SessionKey("tenant", "s"), "k"));
    }

    [Fact]
    public async Task The_sessions_of_an_agent_are_deleted_in_one_tenant()
    {
        var kept = await CreateSessionsAsync();

        Assert.Equal(2, await Store.DeleteSessionsAsync(new SessionQuery { Tenant = "t", AgentId = "x", AfterId = "z", MaxCount = 1 }));

        kept.ExceptWith([(new SessionKey("t", "1"), "x"), (new SessionKey("t", "2"), "x")]);
        await AssertOnlyAsync(kept);
        Assert.Equal(0, await Store.DeleteSessionsAsync(new SessionQuery { Tenant = "t", AgentId = "x" }));
        Assert.Equal(0, await Store.DeleteSessionsAsync(new SessionQuery { AgentId = "X" }));
        await AssertOnlyAsync(kept);
    }

    [Fact]
    public async Task All_sessions_of_a_tenant_are_deleted_with_steps_that_no_session_has_yet()
    {
        var kept = await CreateSessionsAsync();
        await Store.AppendStepAsync(new SessionKey("t", "unborn"), "k", "1"u8.ToArray());
        await Store.AppendStepAsync(new SessionKey("unborn"), "k", "2"u8.ToArray());

        Assert.Equal(3, await Store.DeleteSessionsAsync(SessionQuery.All("t")));

        kept.RemoveWhere(session => session.Key.Tenant == "t");
        await AssertOnlyAsync(kept);
        Assert.Empty(await StepsAsync(new SessionKey("t", "unborn"), "k"));
        Assert.Equal(["2"], await StepsAsync(new SessionKey("unborn"), "k"));
    }

    [Fact]
    public async Task All_sessions_of_an_agent_are_all_of_that_agent_only()
    {
        var kept = await CreateSessionsAsync();
        await Store.AppendStepAsync(new SessionKey("t", "unborn"), "k", "1"u8.ToArray());

        Assert.Equal(1, await Store.DeleteSessionsAsync(SessionQuery.All("t") with { AgentId = "y" }));

        kept.Remove((new SessionKey("t", "3"), "y"));
        await AssertOnlyAsync(kept);
        Assert.Equal(["1"], await StepsAsync(new SessionKey("t", "unborn"), "k"));
    }

    [Fact]
    public async Task A_whole_tenant_is_deleted_only_where_that_was_said()
    {
        var kept = await CreateSessionsAsync();
        foreach (var query in new[] { new SessionQuery(), new SessionQuery { Tenant = "t" }, new SessionQuery { Tenant = "t", AfterId = "1" }, new SessionQuery { Tenant = "t", MaxCount = 1 } })
        {
            var error = await Assert.ThrowsAsync<ArgumentException>("query", async () => await Store.DeleteSessionsAsync(query));
            Assert.Contains("SessionQuery.All", error.Message, StringComparison.Ordinal);
        }

        await AssertOnlyAsync(kept);
    }

    [Fact]
    public async Task Steps_of_a_key_that_is_not_run_again_go_when_they_are_old()
    {
        var clock = new ManualClock();
        var store = CreateStore(clock);
        var (old, going, other) = (new SessionKey("t", "old"), new SessionKey("t", "going"), new SessionKey("old"));
        foreach (var key in new[] { old, going, other })
        {
            await store.AppendStepAsync(key, "k", "1"u8.ToArray());
        }

        clock.Advance(SessionStore.StepRetention);
        await store.AppendStepAsync(going, "k", "2"u8.ToArray());
        Assert.Single(await store.ReadStepsAsync(old, "k"));

        clock.Advance(TimeSpan.FromTicks(1));
        var commit = new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(new SessionKey("t", "new"), 1), Turns = [StoreData.Turn(1)] };
        await store.CommitAsync(commit);

        Assert.Empty(await store.ReadStepsAsync(old, "k"));
        Assert.Equal(["1", "2"], (await store.ReadStepsAsync(going, "k")).Select(StoreData.Text));

        clock.Advance(SessionStore.StepRetention);
        await store.AppendStepAsync(new SessionKey("t", "new"), "other", "3"u8.ToArray());
        Assert.Empty(await store.ReadStepsAsync(going, "k"));
        await store.AppendStepAsync(new SessionKey("new"), "other", "3"u8.ToArray());
        Assert.Empty(await store.ReadStepsAsync(other, "k"));
    }

    /// <summary>Sessions of two agents in two tenants, each with all that a session may leave behind.</summary>
    private async Task<HashSet<(SessionKey Key, string Agent)>> CreateSessionsAsync()
    {
        HashSet<(SessionKey Key, string Agent)> sessions =
        [
            (new SessionKey("t", "1"), "x"), (new SessionKey("t", "2"), "x"), (new SessionKey("t", "3"), "y"), (new SessionKey("1"), "x"), (new SessionKey("3"), "y"),
        ];
        foreach (var (key, agent) in sessions)
        {
            await Store.CommitAsync(new SessionCommit
            {
                ExpectedRevision = null,
                Head = StoreData.Head(key, 1) with { AgentId = agent },
                Turns = [Keyed(1, "done")],
                State = [StoreData.Value("k", "1")],
            });
            await Store.AppendStepAsync(key, "k", Encoding.UTF8.GetBytes($"\"{key}\""));
        }

        return sessions;
    }

    /// <summary>That of the sessions of <see cref="CreateSessionsAsync"/> some are there as they were, and nothing of the others is.</summary>
    private async Task AssertOnlyAsync(HashSet<(SessionKey Key, string Agent)> kept)
    {
        foreach (var key in new[] { new SessionKey("t", "1"), new SessionKey("t", "2"), new SessionKey("t", "3"), new SessionKey("1"), new SessionKey("3") })
        {
            var agent = kept.Where(session => session.Key == key).Select(session => session.Agent).FirstOrDefault();
            Assert.Equal(agent, (await Store.LoadAsync(key))?.Head.AgentId);
            Assert.Equal(agent is null ? 0 : 1, (await ReadAsync(key, 0, 1)).Count);
            Assert.Equal(agent is null ? 0 : 1, (await Store.LoadStateAsync(key, 1)).Count);
            Assert.Equal(agent is null, await Store.FindReplyAsync(key, "done") is null);
            Assert.Equal(agent is null ? [] : [$"\"{key}\""], await StepsAsync(key, "k"));
        }

        var listed = await ListAsync(new SessionQuery());
        listed.AddRange(await ListAsync(new SessionQuery { Tenant = "t" }));
        Assert.Equal(kept, listed.Select(session => (session.Key, session.AgentId)).ToHashSet());
    }
}
