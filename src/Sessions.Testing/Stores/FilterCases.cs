using System.Collections.Immutable;

namespace Sessions.Testing;

/// <summary>Filters of lists: by agent, owner, title, metadata and dates.</summary>
internal static class FilterCases
{
    public static readonly StoreCase[] All =
    [
        new("Lists: of one agent", AgentsAsync),
        new("Lists: of one owner", OwnersAsync),
        new("Lists: by a part of the title, whatever it contains", TitlesAsync),
        new("Lists: by metadata, all of it", MetadataAsync),
        new("Lists: by when they were committed", DatesAsync),
        new("Lists: every filter at once", FiltersAsync),
        new("Lists: a filtered list goes on from its cursor", FilteredPagesAsync),
    ];

    private static async Task AgentsAsync(StoreScene scene)
    {
        foreach (var (id, agent) in new[] { ("a", "x"), ("b", "X"), ("c", "x"), ("d", "x%"), ("e", "x_") })
        {
            await new SessionWriter(scene, new SessionKey(id)) { AgentId = agent }.AppendAsync("1");
        }

        foreach (var order in ListedSessions.Orders)
        {
            Check.Set(["a", "c"], await scene.IdsAsync(new SessionQuery { AgentId = "x", Order = order }), "ListAsync of the agent 'x'");
            Check.Set(["d"], await scene.IdsAsync(new SessionQuery { AgentId = "x%", Order = order }), "ListAsync of the agent 'x%'");
            Check.Set([], await scene.IdsAsync(new SessionQuery { AgentId = "y", Order = order }), "ListAsync of the agent 'y'");
        }
    }

    private static async Task OwnersAsync(StoreScene scene)
    {
        foreach (var (id, owner) in new[] { ("a", "x"), ("b", "X"), ("c", "x"), ("d", "x%"), ("e", null), ("f", "'") })
        {
            await new SessionWriter(scene, new SessionKey(id)) { Details = new SessionDetails { Owner = owner } }.AppendAsync("1");
        }

        foreach (var order in ListedSessions.Orders)
        {
            Check.Set(["a", "c"], await scene.IdsAsync(new SessionQuery { Owner = "x", Order = order }), "ListAsync of the owner 'x'");
            Check.Set(["f"], await scene.IdsAsync(new SessionQuery { Owner = "'", Order = order }), "ListAsync of the owner '''");
            Check.Set(["a", "b", "c", "d", "e", "f"], await scene.IdsAsync(new SessionQuery { Order = order }), "ListAsync of all owners");
        }

        await scene.UpdateDetailsAsync(new SessionKey("a"), SessionDetailsFields.Owner, new SessionDetails { Owner = "y" });
        Check.Set(["c"], await scene.IdsAsync(new SessionQuery { Owner = "x" }), "ListAsync of an owner who gave a session away");
        Check.Set(["a"], await scene.IdsAsync(new SessionQuery { Owner = "y" }), "ListAsync of an owner who was given a session");
    }

    private static async Task TitlesAsync(StoreScene scene)
    {
        string?[] titles = ["Trip to Rome", "trip to Paris", "100% sure", "a_b", "a'b", "a\"b", "a\\b", "a*b", "[ab]", "ab", "ÄÖÜ 漢 😀", "Line\nbreak", null, ""];
        foreach (var (title, index) in titles.Select((title, index) => (title, index)))
        {
            await new SessionWriter(scene, new SessionKey($"{index}")) { Details = new SessionDetails { Title = title } }.AppendAsync("1");
        }

        foreach (var (part, expected) in new (string, int[])[]
        {
            ("trip", [0, 1]), ("TRIP TO", [0, 1]), ("rome", [0]), ("%", [2]), ("100%", [2]), ("a_b", [3]), ("_", [3]), ("'", [4]), ("\"", [5]), ("\\", [6]), ("*", [7]), ("[ab]", [8]), ("ab", [8, 9]), ("漢 😀", [10]), ("äöü", []),
            ("ÄÖÜ", [10]), ("e\nb", [11]), ("sure ", []), (" to ", [0, 1]), ("%'; --", []), ("no such title", []), ("a\0b", []),
            ("", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13]), (new string('%', 60_000), []), (new string('漢', SessionDetails.MaxLength + 1), []),
        })
        {
            Check.Set(expected.Select(index => $"{index}"), await scene.IdsAsync(new SessionQuery { Title = part }), $"ListAsync of titles that contain '{part}'");
        }
    }

    private static async Task MetadataAsync(StoreScene scene)
    {
        var none = ImmutableDictionary<string, string>.Empty;
        ImmutableDictionary<string, string>[] all = [none, none.Add("k", "v"), none.Add("k", "v").Add("l", "w"), none.Add("k", "V"), none.Add("K", "v"), none.Add("$.k", "'\"%"), none.Add("k", "v "),
            none.Add("a\"k", "v"), none.Add("a", "\"k\":\"v\""), none.Add("a\\", "\\").Add("\\", "\"k"), none.Add("x,", ":").Add("y", "z"), none.Add("é\u00A0漢😀", "</script>&#39;+"), none.Add("{\"k\":\"v\"}", "k\":\"v"), none.Add("%", "_\n\u0001")];
        foreach (var (metadata, index) in all.Select((metadata, index) => (metadata, index)))
        {
            await new SessionWriter(scene, new SessionKey($"{index}")) { Details = new SessionDetails { Metadata = metadata } }.AppendAsync("1");
        }

        foreach (var (metadata, expected) in new (ImmutableDictionary<string, string>, int[])[]
        {
            (none, [.. Enumerable.Range(0, all.Length)]), (all[7], [7]), (all[8], [8]), (all[9], [9]), (none.Add("\\", "\"k"), [9]), (none.Add("a\\", "\\"), [9]), (none.Add(":", ","), []), (all[10], [10]), (none.Add("y", "z"), [10]), (all[11], [11]), (all[12], [12]), (all[13], [13]),
            (none.Add("k\":\"v", "v"), []), (none.Add("$", "v"), []), (none.Add("_", "_\n\u0001"), []), (none.Add("k", "v"), [1, 2]), (none.Add("k", "v").Add("l", "w"), [2]), (none.Add("l", "w"), [2]), (none.Add("k", "w"), []), (none.Add("$.k", "'\"%"), [5]), (none.Add("k", "v").Add("K", "v"), []),
        })
        {
            var shown = string.Join(", ", metadata.Select(pair => $"{pair.Key}={pair.Value}"));
            Check.Set(expected.Select(index => $"{index}"), await scene.IdsAsync(new SessionQuery { Metadata = metadata }), $"ListAsync of metadata {{{shown}}}");
        }
    }

    private static async Task DatesAsync(StoreScene scene)
    {
        var sessions = await ListedSessions.CreateAsync(scene, 6);
        var times = sessions.Select(session => session.Head!.UpdatedAt).ToList();
        foreach (var order in ListedSessions.Orders)
        {
            var query = new SessionQuery { Order = order };
            Check.Set(["s-003", "s-004", "s-005"], await scene.IdsAsync(query with { UpdatedAfter = times[2] }), "ListAsync of what was committed after the third");
            Check.Set(["s-002", "s-003", "s-004", "s-005"], await scene.IdsAsync(query with { UpdatedAfter = times[2].AddTicks(-1) }), "ListAsync of what was committed after just before the third");
            Check.Set(["s-000", "s-001"], await scene.IdsAsync(query with { UpdatedBefore = times[2] }), "ListAsync of what was committed before the third");
            Check.Set(["s-003"], await scene.IdsAsync(query with { UpdatedAfter = times[2], UpdatedBefore = times[4].ToOffset(TimeSpan.FromHours(5)) }), "ListAsync of what was committed between the third and the fifth");
            Check.Set([], await scene.IdsAsync(query with { UpdatedAfter = times[5] }), "ListAsync of what was committed after the last");
        }
    }

    private static async Task FiltersAsync(StoreScene scene)
    {
        var metadata = ImmutableDictionary<string, string>.Empty.Add("k", "v");
        var details = new SessionDetails { Title = "trip", Owner = "o", Metadata = metadata };
        var expected = new SessionWriter(scene, new SessionKey("all")) { AgentId = "x", Details = details };
        SessionWriter[] others =
        [
            new(scene, new SessionKey("agent")) { AgentId = "y", Details = details }, new(scene, new SessionKey("owner")) { AgentId = "x", Details = details with { Owner = "p" } },
            new(scene, new SessionKey("title")) { AgentId = "x", Details = details with { Title = "tri" } }, new(scene, new SessionKey("metadata")) { AgentId = "x", Details = details with { Metadata = metadata.Clear() } },
            new(scene, new SessionKey("tenant", "all")) { AgentId = "x", Details = details }, new(scene, new SessionKey("none")) { AgentId = "x" },
        ];
        foreach (var session in others.Append(expected))
        {
            await session.AppendAsync("1");
        }

        var late = new SessionWriter(scene, new SessionKey("late")) { AgentId = "x", Details = details };
        await late.AppendAsync("1");
        await late.AppendAsync("2");
        var query = new SessionQuery { AgentId = "x", Owner = "o", Title = "trip", Metadata = metadata, UpdatedAfter = StoreData.Time, UpdatedBefore = StoreData.Time.AddSeconds(2) };
        foreach (var order in ListedSessions.Orders)
        {
            Check.Sequence(["all"], await scene.IdsAsync(query with { Order = order }), "ListAsync with every filter");
        }
    }

    private static async Task FilteredPagesAsync(StoreScene scene)
    {
        var time = StoreData.Time;
        for (var number = 0; number < 60; number++)
        {
            var session = new SessionWriter(scene, new SessionKey(ListedSessions.IdOf(number))) { AgentId = $"agent-{number % 2}", Details = new SessionDetails { Title = $"t{number % 3}", Owner = $"o{number % 5}" } };
            var commit = session.ToCommit([session.Next("1")]);
            await scene.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = commit.Head with { UpdatedAt = time.AddSeconds(number) }, Turns = commit.Turns, Details = commit.Details });
        }

        foreach (var (query, step) in new[] { (new SessionQuery { AgentId = "agent-0" }, 2), (new SessionQuery { Title = "t0" }, 3), (new SessionQuery { Owner = "o0" }, 5), (new SessionQuery { Owner = "o0", AgentId = "agent-0", Title = "t0" }, 30) })
        {
            foreach (var order in ListedSessions.Orders)
            {
                var seen = (await scene.ListPagesAsync(query with { Order = order, MaxCount = 2 })).SelectMany(page => page).Select(session => session.Key.Id);
                Check.Set(Enumerable.Range(0, 60).Where(number => number % step == 0).Select(ListedSessions.IdOf), seen, $"ListPageAsync by {order} of {query}");
            }
        }
    }
}
