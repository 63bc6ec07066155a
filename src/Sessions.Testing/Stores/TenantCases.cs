namespace Sessions.Testing;

/// <summary>Tenants: no id, however shaped, reaches another tenant's session.</summary>
internal static class TenantCases
{
    public static readonly StoreCase[] All =
    [
        new("Tenants: 300 hostile tenants with one id do not meet", TenantsAsync),
        new("Tenants: 300 hostile ids reach their own tenant's sessions alone", IdsAsync),
        new("Tenants: the border between tenant and id counts", BorderAsync),
        new("Tenants: forks, steps and keys stay in their tenant", ForksAsync),
        new("Tenants: a list is of one tenant", ListsAsync),
        new("Tenants: deleting all of a tenant leaves the others", DeletedAsync),
    ];

    /// <summary>300 texts: those that stores have stumbled over, and such as look like two parts of a key, or like the end of one.</summary>
    private static readonly string[] Hostile =
        [.. StoreData.OddIds.Concat(["a/b", "a%2Fb", "a\\b", "a|b", "a:b", "a.b", "a;b", "a,b", "a b", "a+b", "tenant\u00A0", "\u00A0tenant", "../a", "' OR ''='", "a' --", "a\" OR \"\"=\"", "%25", "a%", "_a"])
            .Concat(Enumerable.Range(0, 300).SelectMany(number => new[] { $"tenant-{number}", $"tenant-{number}'", $"{number}/%", $"T{number:D3}_" })).Distinct(StringComparer.Ordinal).Take(300)];

    private static async Task TenantsAsync(StoreScene scene)
    {
        foreach (var (tenant, index) in Hostile.Select((tenant, index) => (tenant, index)))
        {
            var session = scene.Session(new SessionKey(tenant, "s"));
            await session.CommitAsync(session.Next($"{index}") with { TurnKey = "k", InputHash = new byte[] { 1 }, State = [StoreData.Value("tenant", $"{index}")] });
            await scene.AppendStepAsync(session.Key, "open", StoreData.Step(1, $"{index}"));
            await session.ForkAsync("fork");
        }

        await scene.DeleteAsync(new SessionKey(Hostile[7], "s"));
        await scene.DeleteAsync(SessionQuery.All(Hostile[9]));
        foreach (var (tenant, index) in Hostile.Select((tenant, index) => (tenant, index)))
        {
            var isThere = index is not (7 or 9);
            await CheckAsync(scene, new SessionKey(tenant, "s"), isThere ? index : null);
            var hasFork = index != 9;
            Check.Sequence(hasFork ? [$"[{index}]"] : [], (await scene.ReadAsync(new SessionKey(tenant, "fork"), 1)).Texts(), $"ReadTurnsAsync of the fork in tenant '{tenant}'");
            string[] listed = [.. isThere ? ["s"] : Array.Empty<string>(), .. hasFork ? ["fork"] : Array.Empty<string>()];
            Check.Set(listed.Select(id => new SessionKey(tenant, id)), (await scene.ListAsync(new SessionQuery { Tenant = tenant })).Select(session => session.Key), $"ListAsync of tenant '{tenant}'");
        }
    }

    private static async Task IdsAsync(StoreScene scene)
    {
        foreach (var (id, index) in Hostile.Select((id, index) => (id, index)))
        {
            var session = scene.Session(new SessionKey("mine", id));
            await session.CommitAsync(session.Next($"{index}") with { TurnKey = "k", InputHash = new byte[] { 1 }, State = [StoreData.Value("tenant", $"{index}")] });
            await scene.AppendStepAsync(session.Key, "open", StoreData.Step(1, $"{index}"));
        }

        foreach (var id in Hostile)
        {
            await CheckAsync(scene, new SessionKey("other", id), expected: null);
            await CheckAsync(scene, new SessionKey(id), expected: null);
            Check.Equal(false, await scene.DeleteAsync(new SessionKey("other", id)), $"DeleteAsync of session '{id}' of another tenant");
        }

        foreach (var (id, index) in Hostile.Select((id, index) => (id, index)))
        {
            await CheckAsync(scene, new SessionKey("mine", id), index);
        }

        Check.Set(Hostile, await scene.IdsAsync(new SessionQuery { Tenant = "mine", Order = SessionOrder.Id }), "ListAsync: the ids");
        Check.Equal(0L, await scene.DeleteAsync(SessionQuery.All("other")), "DeleteSessionsAsync of another tenant");
        Check.Equal((long)Hostile.Length, await scene.DeleteAsync(SessionQuery.All("mine")), "DeleteSessionsAsync of the tenant");
    }

    private static async Task BorderAsync(StoreScene scene)
    {
        await scene.Session(new SessionKey("a", "bc")).AppendAsync("1");
        foreach (var key in new[] { new SessionKey("ab", "c"), new SessionKey("abc"), new SessionKey("a/bc"), new SessionKey("", "a/bc"), new SessionKey("A", "bc"), new SessionKey("a", "BC"), new SessionKey("a ", "bc"), new SessionKey("bc", "a") })
        {
            Check.Equal(null, await scene.LoadAsync(key), $"LoadAsync of session '{key}', where there is 'a/bc'");
        }
    }

    private static async Task ForksAsync(StoreScene scene)
    {
        var (one, two) = (scene.Session(new SessionKey("one", "s")), scene.Session(new SessionKey("two", "s")));
        await one.AnswerAsync("k", "1");
        await two.AnswerAsync("k", "2");
        var (forkOfOne, forkOfTwo) = (await one.ForkAsync("fork"), await two.ForkAsync("fork"));
        await forkOfOne.AnswerAsync("k", "11");
        await scene.DeleteAsync(one.Key);

        Check.Sequence(["[1]", "[11]"], (await scene.ReadAsync(forkOfOne.Key, 2)).Texts(), "ReadTurnsAsync of a fork in one tenant");
        Check.Sequence(["[2]"], (await scene.ReadAsync(forkOfTwo.Key, 1)).Texts(), "ReadTurnsAsync of a fork in the other");
        Check.Equal("[2]", StoreData.Text((await scene.KeyedAsync(two.Key, "k"))!.Messages), "OpenAsync of a session in the other, with a key that both have: messages");
        Check.Equal(null, await scene.LoadAsync(new SessionKey("fork")), "LoadAsync of the fork's id in the default tenant");
        Check.Equal(2L, await scene.DeleteAsync(SessionQuery.All("two")), "DeleteSessionsAsync of the other: how many");
        Check.Sequence(["[1]", "[11]"], (await scene.ReadAsync(forkOfOne.Key, 2)).Texts(), "ReadTurnsAsync of the fork in one tenant, after the other was deleted");
    }

    private static async Task ListsAsync(StoreScene scene)
    {
        foreach (var key in new[] { new SessionKey("s"), new SessionKey("t", "s"), new SessionKey("t", "u") })
        {
            var session = new SessionWriter(scene, key) { Details = new SessionDetails { Owner = "o", Title = "same" } };
            await session.AppendAsync("1");
        }

        foreach (var query in new[] { new SessionQuery(), new SessionQuery { Owner = "o" }, new SessionQuery { AgentId = "agent" }, new SessionQuery { Title = "same" }, new SessionQuery { Order = SessionOrder.Id } })
        {
            Check.Set(["s"], await scene.IdsAsync(query), "ListAsync of the default tenant");
            Check.Set(["s", "u"], await scene.IdsAsync(query with { Tenant = "t" }), "ListAsync of a tenant");
            Check.Set([], await scene.IdsAsync(query with { Tenant = "T" }), "ListAsync of a tenant in another case");
        }
    }

    private static async Task DeletedAsync(StoreScene scene)
    {
        foreach (var tenant in new[] { "", "t", "T", "t%", "t_", "te" })
        {
            await scene.Session(new SessionKey(tenant, "s")).AppendAsync("1");
        }

        Check.Equal(1L, await scene.DeleteAsync(SessionQuery.All("t")), "DeleteSessionsAsync of a tenant: how many");
        Check.Equal(1L, await scene.DeleteAsync(SessionQuery.All("t%")), "DeleteSessionsAsync of a tenant that is called like a pattern: how many");
        foreach (var tenant in new[] { "", "T", "t_", "te" })
        {
            Check.NotNull(await scene.LoadAsync(new SessionKey(tenant, "s")), $"LoadAsync of a session of tenant '{tenant}', after others were deleted");
        }
    }

    private static async Task CheckAsync(StoreScene scene, SessionKey key, int? expected)
    {
        var opened = await scene.OpenAsync(key, new SessionOpening { NewestTurns = TurnLimits.Page, TurnKey = "k" });
        string[] texts = expected is null ? [] : [$"[{expected}]"];
        Check.Sequence(texts, (opened.NewestTurns ?? TurnPage.Empty).Turns.Texts(), $"OpenAsync of session '{key}': newest turns");
        Check.Sequence(texts, opened.KeyedTurn is { } turn ? new[] { turn }.Texts() : [], $"OpenAsync of session '{key}': the key's turn");
        Check.Sequence(texts, (await scene.ReadAsync(key, 1)).Texts(), $"ReadTurnsAsync of session '{key}'");
        Check.Sequence(expected is null ? [] : [$"tenant v1: {expected}"], StoreData.Show(await scene.LoadStateAsync(key, 1)), $"LoadStateAsync of session '{key}'");
        Check.Sequence(expected is null ? [] : [$"1: {expected}"], await scene.StepsAsync(key, "open"), $"OpenAsync of session '{key}': steps");
    }
}
