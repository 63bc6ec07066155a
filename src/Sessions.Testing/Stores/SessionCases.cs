namespace Sessions.Testing;

/// <summary>Sessions: there or not, their heads, and what an odd id does.</summary>
internal static class SessionCases
{
    public static readonly StoreCase[] All =
    [
        new("Sessions: one that was never committed is absent", AbsentAsync),
        new("Sessions: a head comes back as it was committed", HeadAsync),
        new("Sessions: a later commit replaces the head", LaterHeadAsync),
        new("Sessions: initializing and probing leave nothing", ProbeAsync),
        new("Sessions: any id and any tenant is one like any other", OddIdsAsync),
        new("Sessions: ids that look alike do not meet", IdsDoNotMeetAsync),
        new("Sessions: a store has one location for all its time", LocationAsync),
        new("Sessions: disposing twice is harmless", DisposeAsync),
    ];

    private static async Task AbsentAsync(StoreScene scene)
    {
        var key = new SessionKey("absent");
        var opened = await scene.OpenAsync(key, new SessionOpening { NewestTurns = TurnLimits.Page, WithFirstTurn = true, TurnKey = "k", KnownRevision = 1, KnowsTurns = true });

        Check.Equal(null, opened.Revision, "OpenAsync of an absent session: the revision");
        Check.That(opened.Session is null && opened.FirstTurn is null && opened.KeyedTurn is null, "OpenAsync of an absent session has no session and no turn");
        Check.Equal(0, (opened.NewestTurns?.Turns.Count ?? 0) + opened.Steps.Count, "OpenAsync of an absent session: newest turns and steps");
        Check.Equal(null, await scene.LoadAsync(key), "LoadAsync of an absent session");
        Check.Equal(0, (await scene.LoadStateAsync(key, 0)).Count, "LoadStateAsync of an absent session");
        Check.Equal(0, (await scene.ReadAsync(key, 10)).Count, "ReadTurnsAsync of an absent session");
        Check.Equal(CommitOutcome.Conflict, (await scene.MoveAsync(key, 1, 0, StoreData.Time)).Outcome, "MoveAsync of an absent session");
        Check.Equal(false, await scene.UpdateDetailsAsync(key, SessionDetailsFields.Title, new SessionDetails { Title = "t" }), "UpdateDetailsAsync of an absent session");
        Check.Equal(false, await scene.DeleteAsync(key), "DeleteAsync of an absent session");
        Check.Equal(null, await scene.LoadAsync(key), "LoadAsync of a session that was asked for, and never committed");
    }

    private static async Task HeadAsync(StoreScene scene)
    {
        var head = new SessionHead
        {
            Key = new SessionKey("s"),
            AgentId = "agent ü 😀 '",
            HistoryOwner = HistoryOwner.Service,
            ServiceSessionId = "thread_1",
            Revision = 1,
            CreatedAt = new DateTimeOffset(2026, 7, 1, 23, 59, 59, TimeSpan.FromHours(-8)).AddTicks(1_234_567),
            UpdatedAt = DateTimeOffset.MaxValue,
        };
        await scene.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = head });

        var loaded = await scene.FindAsync(head.Key);
        Check.Equal(head, loaded.Head, "LoadAsync: the head");
        Check.Equal(0, loaded.State.Count, "LoadAsync of a session without state: the values");
        Check.Equal(StoreData.Show(default(SessionDetails)), StoreData.Show(loaded.Details), "LoadAsync of a session without details");
    }

    private static async Task LaterHeadAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await session.AppendAsync("1");
        var head = session.Head! with { AgentId = "other", HistoryOwner = HistoryOwner.Service, ServiceSessionId = "x", Revision = 2, UpdatedAt = StoreData.Time.AddYears(1) };
        await session.CommitAsync(new SessionCommit { ExpectedRevision = 1, Head = head });
        Check.Equal(head, (await scene.FindAsync(session.Key)).Head, "LoadAsync after a commit of another head");

        await session.CommitAsync(new SessionCommit { ExpectedRevision = 2, Head = head with { ServiceSessionId = null, Revision = 3 } });
        Check.Equal(null, (await scene.FindAsync(session.Key)).Head.ServiceSessionId, "LoadAsync after a commit without a service session id");
    }

    private static async Task ProbeAsync(StoreScene scene)
    {
        await scene.Store.InitializeAsync(scene.Token);
        await scene.Store.ProbeAsync(scene.Token);
        Check.Equal(0, (await scene.ListAsync(new SessionQuery())).Count, "ListAsync of a new store that was probed");

        var session = scene.Session("s");
        await session.AppendAsync("1");
        await scene.Store.ProbeAsync(scene.Token);
        await scene.Store.InitializeAsync(scene.Token);
        Check.Equal(session.Head, (await scene.FindAsync(session.Key)).Head, "LoadAsync after ProbeAsync and InitializeAsync");
    }

    private static async Task OddIdsAsync(StoreScene scene)
    {
        foreach (var id in StoreData.OddIds)
        {
            var key = new SessionKey("tenant " + id[..Math.Min(id.Length, 100)], id);
            var session = scene.Session(key);
            await session.CommitAsync(session.Next("1") with { State = [StoreData.Value(id, "1")] });
            await session.AppendAsync("2");

            Check.Equal(key, (await scene.FindAsync(key)).Head.Key, "LoadAsync: the key");
            Check.Sequence([1L, 2L], (await scene.ReadAsync(key, 2)).Numbers(), $"ReadTurnsAsync of session '{key}'");
            Check.Sequence([key], (await scene.ListAsync(new SessionQuery { Tenant = key.Tenant })).Select(listed => listed.Key), "ListAsync of a tenant with one session");
            Check.Equal(true, await scene.DeleteAsync(key), $"DeleteAsync of session '{key}'");
            Check.Equal(null, await scene.LoadAsync(key), "LoadAsync of a deleted session");
        }
    }

    private static async Task IdsDoNotMeetAsync(StoreScene scene)
    {
        foreach (var (id, index) in StoreData.OddIds.Select((id, index) => (id, index)))
        {
            await scene.Session(id).AppendAsync($"{index}");
        }

        foreach (var (id, index) in StoreData.OddIds.Select((id, index) => (id, index)))
        {
            Check.Sequence([$"[{index}]"], (await scene.ReadAsync(new SessionKey(id), 1)).Texts(), $"ReadTurnsAsync of session '{id}'");
        }

        Check.Set(StoreData.OddIds, await scene.IdsAsync(new SessionQuery { Order = SessionOrder.Id }), "ListAsync: the ids");
    }

    private static async Task LocationAsync(StoreScene scene)
    {
        var before = scene.Store.Location;
        await scene.Session("s").AppendAsync("1");
        Check.That(before.Equals(scene.Store.Location) && before.GetHashCode() == scene.Store.Location.GetHashCode(), "Location is equal whenever it is asked for");
    }

    private static async Task DisposeAsync(StoreScene scene)
    {
        await scene.Session("s").AppendAsync("1");
        await scene.Store.DisposeAsync();
        await scene.Store.DisposeAsync();
    }
}
