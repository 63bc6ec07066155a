using System.Collections.Immutable;
using System.Diagnostics;
using Sessions.Storage;

namespace Sessions.Benchmarks;

/// <summary>Lists of 100,000 sessions, in SQLite and in memory.</summary>
internal static class StoreLists
{
    private const int Sessions = 100_000;
    private const int PageSize = 50;

    private static readonly TimeSpan LeastGet = TimeSpan.FromMilliseconds(0.1);

    public static async Task<IEnumerable<StoreScore>> MeasureAsync()
    {
        using var file = new StoreFile();
        var memory = new InMemorySessionStore();
        return [.. await MeasureAsync("SQLite", file.Store), .. await MeasureAsync("memory", memory)];
    }

    /// <summary>Fills a store and lists its sessions.</summary>
    public static async Task<IEnumerable<StoreScore>> MeasureAsync(string name, SessionStore store)
    {
        await FillAsync(store);
        var get = await TimeAsync(async () => _ = await store.LoadAsync(new SessionKey("t", "s050000")));
        var most = 10 * (get > LeastGet ? get : LeastGet);
        var scores = new List<StoreScore>();
        foreach (var (what, query) in new (string, SessionQuery)[]
        {
            ("by tenant", new SessionQuery { Tenant = "t" }),
            ("by agent", new SessionQuery { Tenant = "t", AgentId = "agent 1" }),
            ("by owner", new SessionQuery { Tenant = "t", Owner = "owner 1" }),
            ("by dates", new SessionQuery { Tenant = "t", UpdatedAfter = Time(10_000), UpdatedBefore = Time(90_000) }),
        })
        {
            var deep = await CursorAsync(store, query, 1_000);
            scores.Add(StoreScore.OfTime($"{name}: page 1 {what}", await TimeAsync(async () => _ = await store.ListPageAsync(query with { MaxCount = PageSize })), most));
            scores.Add(StoreScore.OfTime($"{name}: page 1,000 {what}", await TimeAsync(async () => _ = await store.ListPageAsync(query with { MaxCount = PageSize, Cursor = deep })), most));
        }

        scores.Add(StoreScore.OfTime($"{name}: by title", await TimeAsync(async () => _ = await store.ListPageAsync(new SessionQuery { Tenant = "t", Title = "trip 99999", MaxCount = PageSize })), TimeSpan.FromMilliseconds(50)));
        scores.Add(StoreScore.OfTime($"{name}: by metadata", await TimeAsync(async () => _ = await store.ListPageAsync(new SessionQuery { Tenant = "t", Metadata = ImmutableDictionary<string, string>.Empty.Add("number", "99999"), MaxCount = PageSize })), TimeSpan.FromMilliseconds(50)));
        return scores;
    }

    private static async Task FillAsync(SessionStore store)
    {
        for (var i = 0; i < Sessions; i += 500)
        {
            await Task.WhenAll(Enumerable.Range(i, 500).Select(number => Task.Run(async () => await store.CommitAsync(new SessionCommit
            {
                ExpectedRevision = null,
                Head = new SessionHead { Key = new SessionKey("t", $"s{number:D6}"), AgentId = $"agent {number % 2}", Revision = 1, CreatedAt = Time(number), UpdatedAt = Time(number) },
                Details = new SessionDetails { Title = $"A trip {number}", Owner = $"owner {number % 2}", Metadata = ImmutableDictionary<string, string>.Empty.Add("number", $"{number}") },
            }))));
        }
    }

    private static async Task<string?> CursorAsync(SessionStore store, SessionQuery query, int page)
    {
        string? cursor = null;
        for (var i = 1; i < page; i++)
        {
            var sessions = await store.ListPageAsync(query with { MaxCount = PageSize, Cursor = cursor });
            if (sessions.Count == 0)
            {
                return cursor;
            }

            cursor = sessions[^1].Cursor;
        }

        return cursor;
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> read)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < 60; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await read();
            times.Add(Stopwatch.GetElapsedTime(start));
        }

        return times.Order().ElementAt(times.Count / 2);
    }

    private static DateTimeOffset Time(int number) => DateTimeOffset.UnixEpoch.AddYears(50).AddSeconds(number);
}
