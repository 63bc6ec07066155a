namespace Sessions.Testing;

/// <summary>Text search: sessions by the words in their messages.</summary>
internal static class TextSearchCases
{
    public static readonly StoreCase[] All =
    [
        new("Text: sessions are found by all of the words in their messages", WordsAsync),
        new("Text: words of a branch that was left behind are found", BranchAsync),
        new("Text: words of a fork's turns are found in the fork too", ForkAsync),
        new("Text: what is committed later is found later", LaterAsync),
        new("Text: what is deleted is not found", DeletedAsync),
        new("Text: no text reaches another tenant's sessions, and none breaks the search", HostileAsync),
        new("Text: it goes with the other filters, and by pages", FiltersAsync),
    ];

    public static readonly StoreCase[] OfStoresWithout =
    [
        new("Text: a store that does not search says so", RefusedAsync),
    ];

    private static async Task WordsAsync(StoreScene scene)
    {
        await WriteAsync(scene.Session("rome"), "We plan a journey to Rome in spring");
        await WriteAsync(scene.Session("paris"), "We plan a journey to Paris", "in autumn");
        foreach (var (text, expected) in new (string, string[])[]
        {
            ("rome", ["rome"]), ("Rome", ["rome"]), ("journey", ["rome", "paris"]), ("journey Rome", ["rome"]), ("Rome journey", ["rome"]), ("journey autumn", ["paris"]), ("Rome autumn", []), ("winter", []), ("role", []), ("contents", []),
        })
        {
            Check.Set(expected, await scene.IdsAsync(new SessionQuery { Text = text }), $"ListAsync of sessions with the words '{text}'");
        }
    }

    private static async Task BranchAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await WriteAsync(session, "first");
        await WriteAsync(session, "forsaken");
        await session.MoveAsync(1);
        await WriteAsync(session, "taken");
        Check.Set(["s"], await scene.IdsAsync(new SessionQuery { Text = "forsaken" }), "ListAsync of a word of a branch that was left behind");
        Check.Set(["s"], await scene.IdsAsync(new SessionQuery { Text = "first taken" }), "ListAsync of words of the present");
    }

    private static async Task ForkAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await WriteAsync(session, "shared");
        await WriteAsync(session, "later");
        var fork = await session.ForkAsync("fork", 1);
        await WriteAsync(fork, "own");
        Check.Set(["s", "fork"], await scene.IdsAsync(new SessionQuery { Text = "shared" }), "ListAsync of a word of a turn that a fork shares");
        Check.Set(["s"], await scene.IdsAsync(new SessionQuery { Text = "later" }), "ListAsync of a word of a turn after the fork");
        Check.Set(["fork"], await scene.IdsAsync(new SessionQuery { Text = "shared own" }), "ListAsync of words of a fork");
        await scene.DeleteAsync(session.Key);
        Check.Set(["fork"], await scene.IdsAsync(new SessionQuery { Text = "shared" }), "ListAsync of a word that a fork shared with a session that is deleted");
    }

    private static async Task LaterAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await WriteAsync(session, "before");
        Check.Set([], await scene.IdsAsync(new SessionQuery { Text = "after" }), "ListAsync of a word that is not there yet");
        await WriteAsync(session, "after");
        Check.Set(["s"], await scene.IdsAsync(new SessionQuery { Text = "after" }), "ListAsync of a word that was committed after the first search");
        await WriteAsync(scene.Session("t"), "after");
        Check.Set(["s", "t"], await scene.IdsAsync(new SessionQuery { Text = "after" }), "ListAsync of a word that another session has too");
    }

    private static async Task DeletedAsync(StoreScene scene)
    {
        await WriteAsync(scene.Session("s"), "marker");
        await WriteAsync(scene.Session("t"), "marker");
        await scene.IdsAsync(new SessionQuery { Text = "marker" });
        await scene.DeleteAsync(new SessionKey("s"));
        Check.Set(["t"], await scene.IdsAsync(new SessionQuery { Text = "marker" }), "ListAsync of a word of a deleted session");
        await WriteAsync(scene.Session("s"), "anew");
        Check.Set(["t"], await scene.IdsAsync(new SessionQuery { Text = "marker" }), "ListAsync of a word of a session that was deleted, and whose id is used anew");
        Check.Equal(1L, await scene.DeleteAsync(new SessionQuery { Text = "marker" }), "DeleteSessionsAsync of a word: how many");
        Check.Set(["s"], await scene.IdsAsync(new SessionQuery()), "ListAsync of what is left");
    }

    private static async Task HostileAsync(StoreScene scene)
    {
        await WriteAsync(scene.Session(new SessionKey("mine", "s")), "secret");
        await WriteAsync(scene.Session(new SessionKey("other", "s")), "plain");
        foreach (var text in new[] { "secret", "secret OR plain", "\"", "'", "*", "sec*", "NEAR(", "a AND", "-secret", "(", "tenant:mine", "^", "secret\" OR \"plain", "%", "\\", "NOT", ":", "{", "漢字", "😀" })
        {
            var found = await scene.IdsAsync(new SessionQuery { Tenant = "other", Text = text });
            Check.Set([], found, $"ListAsync of '{text}' in a tenant that does not have it");
        }

        Check.Set(["s"], await scene.IdsAsync(new SessionQuery { Tenant = "mine", Text = "secret" }), "ListAsync of a word in the tenant that has it");
    }

    private static async Task FiltersAsync(StoreScene scene)
    {
        for (var number = 0; number < 30; number++)
        {
            await WriteAsync(new SessionWriter(scene, new SessionKey($"s-{number:D2}")) { AgentId = $"agent-{number % 2}" }, number % 3 == 0 ? "needle in hay" : "hay");
        }

        foreach (var order in new[] { SessionOrder.UpdatedDescending, SessionOrder.Id })
        {
            var seen = (await scene.ListPagesAsync(new SessionQuery { Text = "needle", AgentId = "agent-0", Order = order, MaxCount = 2 })).SelectMany(page => page).Select(session => session.Key.Id);
            Check.Set(Enumerable.Range(0, 30).Where(number => number % 6 == 0).Select(number => $"s-{number:D2}"), seen, $"ListPageAsync by {order} of a word and an agent");
        }
    }

    private static async Task RefusedAsync(StoreScene scene)
    {
        await WriteAsync(scene.Session("s"), "word");
        var query = new SessionQuery { Text = "word" };
        await Check.ThrowsAsync<NotSupportedException>(() => scene.ListAsync(query), "ListAsync of a word");
        await Check.ThrowsAsync<NotSupportedException>(() => scene.UsageAsync(query), "GetUsageAsync of a word");
        await Check.ThrowsAsync<NotSupportedException>(() => scene.DeleteAsync(query), "DeleteSessionsAsync of a word");
        Check.Sequence(["s"], await scene.IdsAsync(new SessionQuery()), "ListAsync after a deletion that was refused");
    }

    private static Task WriteAsync(SessionWriter session, params string[] texts) =>
        session.AppendAsync([.. texts.Select(text => $$"""{"role":"user","contents":[{"$type":"text","text":"{{text}}"}]}""")]);
}
