using System.Collections.Immutable;

namespace Sessions.Testing;

/// <summary>Lists: orders, and pages that go on while sessions come and go.</summary>
internal static class ListCases
{
    public static readonly StoreCase[] All =
    [
        new("Lists: an empty store lists nothing", EmptyAsync),
        new("Lists: a list shows each session as it is", ShownAsync),
        new("Lists: those that were committed last come first", NewestFirstAsync),
        new("Lists: pages follow one another without gap or repetition", PagesAsync),
        new("Lists: a list ends when there is no more", EndAsync),
        new("Lists: by id, nothing that is there throughout is missed or doubled while others come and go", InsertsAsync),
        new("Lists: newest first, what is not committed meanwhile is listed once", NewestFirstInsertsAsync),
        new("Lists: a cursor goes on although its session is gone", CursorOfGoneAsync),
        new("Lists: a cursor of another order is refused", CursorOfOtherOrderAsync),
        new("Lists: sessions of one time are all listed", SameTimeAsync),
        new("Lists: they count the turns of the present", TurnCountsAsync),
    ];

    private static async Task EmptyAsync(StoreScene scene)
    {
        foreach (var order in ListedSessions.Orders)
        {
            Check.Equal(0, (await scene.ListAsync(new SessionQuery { Order = order })).Count, "ListAsync of an empty store");
            Check.Equal(0, (await scene.ListPageAsync(new SessionQuery { Order = order, MaxCount = 5 })).Count, "ListPageAsync of an empty store");
            await Check.ThrowsAsync<ArgumentException>(() => scene.ListAsync(new SessionQuery { Order = order, Cursor = "no cursor" }), "ListAsync of an empty store from what is no cursor");
        }
    }

    private static async Task ShownAsync(StoreScene scene)
    {
        var session = new SessionWriter(scene, new SessionKey("s")) { AgentId = "agent ü", Details = new SessionDetails { Title = "t", Owner = "o", Metadata = ImmutableDictionary<string, string>.Empty.Add("k", "v") } };
        await session.AppendAsync("1");
        var commit = session.ToCommit([session.Next("2")]);
        await session.CommitAsync(new SessionCommit { ExpectedRevision = 1, Head = commit.Head, Turns = commit.Turns, Usage = new TokenUsage(1, 2, 4) });

        var expected = new SessionSummary
        {
            Key = session.Key,
            AgentId = "agent ü",
            TurnCount = 2,
            CreatedAt = StoreData.Time,
            UpdatedAt = StoreData.Time.AddSeconds(2),
            Details = session.Details,
            Usage = new TokenUsage(1, 2, 4),
        };
        foreach (var order in ListedSessions.Orders)
        {
            Check.Sequence([StoreData.Show(expected)], (await scene.ListAsync(new SessionQuery { Order = order })).Select(StoreData.Show), "ListAsync");
        }
    }

    private static async Task NewestFirstAsync(StoreScene scene)
    {
        var sessions = await ListedSessions.CreateAsync(scene, 10);
        await sessions[3].AppendAsync("2");
        Check.Sequence(["s-003", "s-009", "s-008"], (await scene.IdsAsync(new SessionQuery { MaxCount = 3 })), "ListAsync, after an earlier session was committed again");
        await sessions[5].MoveAsync(0);
        Check.Sequence(["s-005", "s-003"], (await scene.IdsAsync(new SessionQuery { MaxCount = 2 })), "ListAsync, after an earlier session was moved");
        Check.Sequence(new[] { 5, 3, 9, 8, 7, 6, 4, 2, 1, 0 }.Select(ListedSessions.IdOf), await scene.IdsAsync(new SessionQuery()), "ListAsync of all");
    }

    private static async Task PagesAsync(StoreScene scene)
    {
        await ListedSessions.CreateAsync(scene, 25);
        foreach (var order in ListedSessions.Orders)
        {
            foreach (var count in new[] { 1, 10, 25, 26 })
            {
                var pages = await scene.ListPagesAsync(new SessionQuery { Order = order, MaxCount = count });
                var listed = pages.SelectMany(page => page).Select(session => session.Key.Id).ToList();
                Check.Set(Enumerable.Range(0, 25).Select(ListedSessions.IdOf), listed, $"ListPageAsync by {order}, {count} a page");
                Check.Sequence(Enumerable.Range(0, 25).Chunk(count).Select(chunk => chunk.Length), pages.Select(page => page.Count), $"ListPageAsync by {order}, {count} a page: how many a page has");
                Check.Sequence(await scene.IdsAsync(new SessionQuery { Order = order }), listed, $"ListPageAsync by {order}, {count} a page: in the order of the whole list");
            }
        }
    }

    private static async Task EndAsync(StoreScene scene)
    {
        const int Sessions = 620;
        await ListedSessions.CreateAsync(scene, Sessions);
        var ids = Enumerable.Range(0, Sessions).Select(ListedSessions.IdOf).ToList();
        foreach (var order in ListedSessions.Orders)
        {
            Check.Set(ids, await scene.IdsAsync(new SessionQuery { Order = order }), $"ListAsync of {Sessions} sessions by {order}");
            Check.Equal(510, (await scene.IdsAsync(new SessionQuery { Order = order, MaxCount = 510 })).Distinct(StringComparer.Ordinal).Count(), $"ListAsync of 510 of {Sessions} sessions by {order}");
        }

        var listed = await scene.ListAsync(new SessionQuery { Order = SessionOrder.Id });
        Check.Sequence(listed.Skip(2).Select(session => session.Key.Id), await scene.IdsAsync(new SessionQuery { Order = SessionOrder.Id, Cursor = listed[1].Cursor }), "ListAsync from the cursor of the second session");

        // Whoever reads the list may change what it lists.
        var seen = new List<string>();
        await foreach (var session in scene.Store.ListAsync(new SessionQuery { Order = SessionOrder.Id }, scene.Token))
        {
            seen.Add(session.Key.Id);
            if (seen.Count % 20 == 0)
            {
                Check.Equal(true, await scene.DeleteAsync(session.Key), "DeleteAsync while it is listed");
            }
        }

        Check.Set(ids, seen, "ListAsync by id, while what it has listed is deleted");
        Check.Equal(Sessions - (Sessions / 20), (await scene.ListAsync(new SessionQuery())).Count, "ListAsync afterwards: how many");
    }

    private static async Task InsertsAsync(StoreScene scene)
    {
        var sessions = await ListedSessions.CreateAsync(scene, 60);
        var inserted = 0;
        var pages = await scene.ListPagesAsync(new SessionQuery { Order = SessionOrder.Id, MaxCount = 7 }, async _ =>
        {
            foreach (var place in new[] { "!", "s-0305", "zz" }.Where(_ => inserted < 60))
            {
                await scene.Session($"{place}-{inserted++}").AppendAsync("1");
            }

            await sessions[inserted % 60].AppendAsync("2");
            await scene.DeleteAsync(new SessionKey($"!-{inserted - 3}"));
        });
        var seen = pages.SelectMany(page => page).Select(session => session.Key.Id).ToList();

        Check.Set(Enumerable.Range(0, 60).Select(ListedSessions.IdOf), seen.Where(id => id.StartsWith("s-", StringComparison.Ordinal) && id.Length == 5), "ListPageAsync by id, while others come and go: those that were there throughout");
        Check.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count(), "ListPageAsync by id, while others come and go: how many are listed, and how many different ones");
    }

    private static async Task NewestFirstInsertsAsync(StoreScene scene)
    {
        var sessions = await ListedSessions.CreateAsync(scene, 40);
        var pages = await scene.ListPagesAsync(new SessionQuery { MaxCount = 6 }, async page =>
        {
            await sessions[39].AppendAsync("2");
            await scene.DeleteAsync(page[^1].Key);
        });
        var seen = pages.SelectMany(page => page).Select(session => session.Key.Id);

        Check.Set(Enumerable.Range(0, 39).Select(ListedSessions.IdOf), seen.Where(id => id != ListedSessions.IdOf(39)), "ListPageAsync, newest first, while another session is committed and what was listed is deleted");
    }

    private static async Task CursorOfGoneAsync(StoreScene scene)
    {
        foreach (var order in ListedSessions.Orders)
        {
            var sessions = await ListedSessions.CreateAsync(scene, 9);
            var all = (await scene.IdsAsync(new SessionQuery { Order = order })).ToList();
            var page = await scene.ListPageAsync(new SessionQuery { Order = order, MaxCount = 4 });
            await scene.DeleteAsync(page[3].Key);
            Check.Sequence(all.Skip(4), await scene.IdsAsync(new SessionQuery { Order = order, Cursor = page[3].Cursor }), $"ListAsync by {order} from the cursor of a session that is gone");
            foreach (var session in sessions)
            {
                await scene.DeleteAsync(session.Key);
            }

            Check.Sequence([], await scene.IdsAsync(new SessionQuery { Order = order, Cursor = page[3].Cursor }), $"ListAsync by {order} from a cursor, where all sessions are gone");
        }
    }

    private static async Task CursorOfOtherOrderAsync(StoreScene scene)
    {
        await ListedSessions.CreateAsync(scene, 3);
        foreach (var (order, other) in new[] { (SessionOrder.Id, SessionOrder.UpdatedDescending), (SessionOrder.UpdatedDescending, SessionOrder.Id) })
        {
            var cursor = (await scene.ListAsync(new SessionQuery { Order = order }))[0].Cursor;
            await Check.ThrowsAsync<ArgumentException>(() => scene.ListAsync(new SessionQuery { Order = other, Cursor = cursor }), $"ListAsync by {other} from a cursor of a list by {order}");
            await Check.ThrowsAsync<ArgumentException>(() => scene.ListPageAsync(new SessionQuery { Order = other, Cursor = cursor, MaxCount = 2 }), $"ListPageAsync by {other} from a cursor of a list by {order}");
        }

        foreach (var cursor in new[] { "", "x", "s-001", "' OR 1=1 --", "AAAA" })
        {
            await Check.ThrowsAsync<ArgumentException>(() => scene.ListAsync(new SessionQuery { Cursor = cursor }), $"ListAsync from '{cursor}', which is no cursor");
        }
    }

    private static async Task SameTimeAsync(StoreScene scene)
    {
        var ids = StoreData.OddIds.Take(20).ToList();
        foreach (var id in ids)
        {
            await scene.Session(id).AppendAsync("1");
        }

        foreach (var order in ListedSessions.Orders)
        {
            var seen = (await scene.ListPagesAsync(new SessionQuery { Order = order, MaxCount = 3 })).SelectMany(page => page).Select(session => session.Key.Id);
            Check.Set(ids, seen, $"ListPageAsync by {order} of sessions that were committed at the same time");
        }
    }

    private static async Task TurnCountsAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        foreach (var (parent, number) in new (long, long)[] { (0, 1), (1, 2), (2, 3), (1, 4), (0, 5) })
        {
            await session.CommitAsync(session.After(parent, $"{number}"));
        }

        foreach (var (turn, count) in new (long, long)[] { (5, 1), (4, 2), (3, 3), (0, 0), (2, 2) })
        {
            await session.MoveAsync(turn);
            Check.Equal(count, (await scene.ListAsync(new SessionQuery())).Single().TurnCount, $"ListAsync of a session that stands at turn {turn}: TurnCount");
        }
    }
}
