using System.Collections.Immutable;

namespace Sessions.Testing;

/// <summary>Deletions: all of a session, and nothing else.</summary>
internal static class DeletionCases
{
    public static readonly StoreCase[] All =
    [
        new("Deletions: all of a session goes, and nothing else", OneAsync),
        new("Deletions: a session goes if it is the agent's who deletes it", OfAgentAsync),
        new("Deletions: the sessions of an agent, in one tenant", AgentAsync),
        new("Deletions: the sessions of an owner", OwnerAsync),
        new("Deletions: sessions by title, metadata and dates", FiltersAsync),
        new("Deletions: all of a tenant, with steps that no session has yet", TenantAsync),
        new("Deletions: all of an agent is all of that agent alone", AllOfAgentAsync),
        new("Deletions: a whole tenant goes only where that was said", NotSaidAsync),
        new("Deletions: more than a page of sessions", ManyAsync),
        new("Deletions: a session with forks, and its forks with it", ForksAsync),
        new("Deletions: of many who delete one session one had it", RaceAsync),
    ];

    private static readonly ImmutableArray<(SessionKey Key, string Agent)> Sessions =
        [(new SessionKey("t", "1"), "x"), (new SessionKey("t", "2"), "x"), (new SessionKey("t", "3"), "y"), (new SessionKey("1"), "x"), (new SessionKey("3"), "y")];

    private static async Task OfAgentAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await session.AppendAsync("1");
        await scene.AppendStepAsync(new SessionKey("new"), "k", StoreData.Step(0, "{}"));

        var refused = await Check.ThrowsAsync<SessionMismatchException>(async () => await scene.Store.DeleteAsync(session.Key, "Agent", scene.Token), "DeleteAsync of another agent's session");
        Check.Equal((session.Key, "agent", "Agent"), (refused.SessionKey, refused.OwnerId, refused.AgentId), "DeleteAsync of another agent's session: what it is refused with");
        Check.Equal(1, (await scene.ReadAsync(session.Key, 1)).Count, "ReadTurnsAsync after a deletion was refused");
        Check.Equal(true, await scene.Store.DeleteAsync(session.Key, "agent", scene.Token), "DeleteAsync of the agent's session");
        Check.Equal(false, await scene.Store.DeleteAsync(session.Key, "agent", scene.Token), "DeleteAsync of a session that is gone");
        Check.Equal(null, await scene.LoadAsync(session.Key), "LoadAsync of a deleted session");
        Check.Equal(false, await scene.Store.DeleteAsync(new SessionKey("new"), "agent", scene.Token), "DeleteAsync of a session that never had a commit");
        Check.Sequence([], await scene.StepsAsync(new SessionKey("new"), "k"), "OpenAsync with a key after that: steps");
    }

    private static async Task OneAsync(StoreScene scene)
    {
        var (session, other) = (scene.Session("s"), scene.Session("t"));
        await session.CommitAsync(session.Next("1") with { TurnKey = "k", InputHash = new byte[] { 1 }, State = [StoreData.Value("k", "1")] }, StoreData.Value("saved", "1"));
        await other.AppendAsync("2");

        Check.Equal(true, await scene.DeleteAsync(session.Key), "DeleteAsync of a session that is there");
        Check.Equal(false, await scene.DeleteAsync(session.Key), "DeleteAsync of a session that is gone");
        Check.Equal(null, await scene.LoadAsync(session.Key), "LoadAsync of a deleted session");
        Check.Equal(null, await scene.KeyedAsync(session.Key, "k"), "OpenAsync of a deleted session with a key");
        Check.Equal(0, (await scene.LoadStateAsync(session.Key, 1)).Count + (await scene.LoadStateAsync(session.Key, 0)).Count, "LoadStateAsync of a deleted session");
        Check.Equal(0, (await scene.ReadAsync(session.Key, 1)).Count, "ReadTurnsAsync of a deleted session");
        Check.Sequence(["t"], await scene.IdsAsync(new SessionQuery()), "ListAsync after a session was deleted");
        Check.Equal(1, (await scene.ReadAsync(other.Key, 1)).Count, "ReadTurnsAsync of another session");

        var anew = scene.Session("s");
        await anew.AppendAsync();
        Check.Sequence([], StoreData.Show((await scene.FindAsync(anew.Key)).State), "LoadAsync of a session whose id was another's, deleted: state");
        Check.Sequence(["[]"], (await scene.ReadAsync(anew.Key, 1)).Texts(), "ReadTurnsAsync of a session whose id was another's, deleted");
        Check.Equal(null, await scene.KeyedAsync(anew.Key, "k"), "OpenAsync of a session whose id was another's, deleted, with a key of that");
    }

    private static async Task AgentAsync(StoreScene scene)
    {
        await CreateAsync(scene);
        var cursor = (await scene.ListAsync(new SessionQuery { Tenant = "t" }))[^1].Cursor;
        Check.Equal(2L, await scene.DeleteAsync(new SessionQuery { Tenant = "t", AgentId = "x", Cursor = cursor, MaxCount = 1 }), "DeleteSessionsAsync of an agent, whatever cursor and count: how many");
        await CheckOnlyAsync(scene, Sessions.Where(session => session is not { Key.Tenant: "t", Agent: "x" }));
        Check.Equal(0L, await scene.DeleteAsync(new SessionQuery { Tenant = "t", AgentId = "x" }), "DeleteSessionsAsync of an agent again: how many");
        Check.Equal(0L, await scene.DeleteAsync(new SessionQuery { AgentId = "X" }), "DeleteSessionsAsync of an agent in another case: how many");
        await CheckOnlyAsync(scene, Sessions.Where(session => session is not { Key.Tenant: "t", Agent: "x" }));
    }

    private static async Task OwnerAsync(StoreScene scene)
    {
        await CreateAsync(scene);
        foreach (var id in new[] { "1", "3" })
        {
            await scene.UpdateDetailsAsync(new SessionKey("t", id), SessionDetailsFields.Owner, new SessionDetails { Owner = "o" });
        }

        await scene.UpdateDetailsAsync(new SessionKey("1"), SessionDetailsFields.Owner, new SessionDetails { Owner = "o" });
        Check.Equal(2L, await scene.DeleteAsync(new SessionQuery { Tenant = "t", Owner = "o" }), "DeleteSessionsAsync of an owner, whichever agents: how many");
        await CheckOnlyAsync(scene, Sessions.Where(session => session.Key.Tenant == "" || session.Key.Id == "2"));
    }

    private static async Task FiltersAsync(StoreScene scene)
    {
        var metadata = ImmutableDictionary<string, string>.Empty.Add("k", "v");
        var sessions = new Dictionary<string, SessionDetails?>(StringComparer.Ordinal) { ["title"] = new() { Title = "old trip" }, ["metadata"] = new() { Metadata = metadata }, ["plain"] = null, ["percent"] = new() { Title = "100%" } };
        foreach (var (id, details) in sessions)
        {
            await new SessionWriter(scene, new SessionKey(id)) { Details = details }.AppendAsync("1");
        }

        var late = scene.Session("late");
        await late.AppendAsync("1");
        await late.AppendAsync("2");
        Check.Equal(1L, await scene.DeleteAsync(new SessionQuery { Title = "%" }), "DeleteSessionsAsync of titles that contain '%': how many");
        Check.Equal(1L, await scene.DeleteAsync(new SessionQuery { Title = "TRIP" }), "DeleteSessionsAsync of titles that contain 'TRIP': how many");
        Check.Equal(1L, await scene.DeleteAsync(new SessionQuery { Metadata = metadata }), "DeleteSessionsAsync by metadata: how many");
        Check.Equal(1L, await scene.DeleteAsync(new SessionQuery { UpdatedAfter = StoreData.Time.AddSeconds(1) }), "DeleteSessionsAsync of what was committed late: how many");
        Check.Equal(0L, await scene.DeleteAsync(new SessionQuery { UpdatedBefore = StoreData.Time }), "DeleteSessionsAsync of what was committed before all: how many");
        Check.Sequence(["plain"], await scene.IdsAsync(new SessionQuery()), "ListAsync of what is left");
    }

    private static async Task TenantAsync(StoreScene scene)
    {
        await CreateAsync(scene);
        await scene.AppendStepAsync(new SessionKey("t", "unborn"), "k", StoreData.Step(1, "1"));
        await scene.AppendStepAsync(new SessionKey("unborn"), "k", StoreData.Step(1, "2"));
        Check.Equal(3L, await scene.DeleteAsync(SessionQuery.All("t")), "DeleteSessionsAsync of all of a tenant: how many");
        await CheckOnlyAsync(scene, Sessions.Where(session => session.Key.Tenant != "t"));
        Check.Sequence([], await scene.StepsAsync(new SessionKey("t", "unborn"), "k"), "OpenAsync of a session of the tenant that never had a commit: steps");
        Check.Sequence(["1: 2"], await scene.StepsAsync(new SessionKey("unborn"), "k"), "OpenAsync of a session of another tenant that never had a commit: steps");
    }

    private static async Task AllOfAgentAsync(StoreScene scene)
    {
        await CreateAsync(scene);
        await scene.AppendStepAsync(new SessionKey("t", "unborn"), "k", StoreData.Step(1, "1"));
        Check.Equal(1L, await scene.DeleteAsync(SessionQuery.All("t") with { AgentId = "y" }), "DeleteSessionsAsync of all of an agent: how many");
        await CheckOnlyAsync(scene, Sessions.Where(session => session is not { Key.Tenant: "t", Agent: "y" }));
        Check.Sequence(["1: 1"], await scene.StepsAsync(new SessionKey("t", "unborn"), "k"), "OpenAsync of a session that never had a commit, after an agent's were deleted: steps");
    }

    private static async Task NotSaidAsync(StoreScene scene)
    {
        await CreateAsync(scene);
        foreach (var query in new[] { new SessionQuery(), new SessionQuery { Tenant = "t" }, new SessionQuery { Tenant = "t", Order = SessionOrder.Id }, new SessionQuery { Tenant = "t", MaxCount = 1 } })
        {
            await Check.ThrowsAsync<ArgumentException>(() => scene.DeleteAsync(query), $"DeleteSessionsAsync of {query}, which names nothing but a tenant");
        }

        await CheckOnlyAsync(scene, Sessions);
    }

    private static async Task ManyAsync(StoreScene scene)
    {
        for (var number = 0; number < 450; number++)
        {
            await new SessionWriter(scene, new SessionKey($"{number}")) { AgentId = number % 3 == 0 ? "x" : "y" }.AppendAsync("1");
        }

        Check.Equal(300L, await scene.DeleteAsync(new SessionQuery { AgentId = "y" }), "DeleteSessionsAsync of 300 of 450 sessions: how many");
        Check.Set(Enumerable.Range(0, 450).Where(number => number % 3 == 0).Select(number => $"{number}"), await scene.IdsAsync(new SessionQuery()), "ListAsync of what is left");
    }

    private static async Task ForksAsync(StoreScene scene)
    {
        var source = scene.Session("s");
        await source.AppendAsync("1");
        await scene.UpdateDetailsAsync(source.Key, SessionDetailsFields.Owner, new SessionDetails { Owner = "o" });
        await (await source.ForkAsync("fork")).AppendAsync("2");
        await scene.Session("other").AppendAsync("3");
        Check.Equal(2L, await scene.DeleteAsync(new SessionQuery { Owner = "o" }), "DeleteSessionsAsync of the owner of a session and its fork: how many");
        Check.Sequence(["other"], await scene.IdsAsync(new SessionQuery()), "ListAsync of what is left");
        Check.Equal(0, (await scene.ReadAsync(new SessionKey("fork"), 2)).Count, "ReadTurnsAsync of the deleted fork");
    }

    private static async Task RaceAsync(StoreScene scene)
    {
        for (var round = 0; round < 10; round++)
        {
            await scene.Session("s").AppendAsync("1");
            var had = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => scene.DeleteAsync(new SessionKey("s")))));
            Check.Equal(1, had.Count(one => one), "DeleteAsync of one session by six at the same time: how many had it");
        }
    }

    /// <summary>Sessions of two agents in two tenants, each with all that a session may leave behind.</summary>
    private static async Task CreateAsync(StoreScene scene)
    {
        foreach (var (key, agent) in Sessions)
        {
            var session = new SessionWriter(scene, key) { AgentId = agent };
            await session.CommitAsync(session.Next("1") with { TurnKey = "done", InputHash = new byte[] { 1 }, State = [StoreData.Value("k", "1")] });
            await scene.AppendStepAsync(key, "k", StoreData.Step(1, $"\"{key}\""));
        }
    }

    /// <summary>That of the sessions some are there as they were, and nothing of the others is.</summary>
    private static async Task CheckOnlyAsync(StoreScene scene, IEnumerable<(SessionKey Key, string Agent)> kept)
    {
        var left = kept.ToHashSet();
        foreach (var session in Sessions)
        {
            var (key, isThere) = (session.Key, left.Contains(session));
            Check.Equal(isThere ? session.Agent : null, (await scene.LoadAsync(key))?.Head.AgentId, $"LoadAsync of session '{key}' after a deletion: the agent");
            Check.Equal(isThere ? 1 : 0, (await scene.ReadAsync(key, 1)).Count, $"ReadTurnsAsync of session '{key}' after a deletion");
            Check.Equal(isThere ? 1 : 0, (await scene.LoadStateAsync(key, 1)).Count, $"LoadStateAsync of session '{key}' after a deletion");
            Check.Equal(isThere, await scene.KeyedAsync(key, "done") is not null, $"OpenAsync of session '{key}' after a deletion, with a key: whether it is answered");
            Check.Sequence(isThere ? [$"1: \"{key}\""] : [], await scene.StepsAsync(key, "k"), $"OpenAsync of session '{key}' after a deletion: steps");
        }

        var listed = (await scene.ListAsync(new SessionQuery())).Concat(await scene.ListAsync(new SessionQuery { Tenant = "t" }));
        Check.Set(left, listed.Select(session => (session.Key, session.AgentId)), "ListAsync after a deletion");
    }
}
