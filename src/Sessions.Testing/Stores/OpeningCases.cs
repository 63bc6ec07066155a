namespace Sessions.Testing;

/// <summary>Opening: all that a turn begins with in one call, and nothing that its caller knows.</summary>
internal static class OpeningCases
{
    public static readonly StoreCase[] All =
    [
        new("Opening: a head alone is read where nothing else is asked for", HeadAsync),
        new("Opening: what the caller knows is not read again", KnownAsync),
        new("Opening: what the caller knows of another revision is read", OtherRevisionAsync),
        new("Opening: a session that was made anew is not the one that the caller knows", MadeAnewAsync),
        new("Opening: the newest turns are limited by their count", TurnLimitAsync),
        new("Opening: the newest turns are limited by their messages", MessageLimitAsync),
        new("Opening: the newest turns are limited by their bytes", ByteLimitAsync),
        new("Opening: the first turn is read where it is not among the newest", FirstTurnAsync),
        new("Opening: the newest turns are those of the present", PresentAsync),
        new("Opening: everything at once", AllAtOnceAsync),
        new("Opening: everything is of one moment, while others commit", OneMomentAsync),
    ];

    private static async Task HeadAsync(StoreScene scene)
    {
        var session = await FiveTurnsAsync(scene);
        var opened = await scene.OpenAsync(session.Key, SessionOpening.Head);
        Check.Equal(5L, opened.Revision, "OpenAsync: the revision");
        Check.Equal(session.Head, opened.Session?.Head, "OpenAsync: the head");
        Check.Sequence(["last v1: 5"], StoreData.Show(opened.Session!.State), "OpenAsync: state");
        Check.That(opened.NewestTurns is null && opened.FirstTurn is null && opened.KeyedTurn is null && opened.Steps.Count == 0, "OpenAsync of the head alone reads no turns and no steps");
    }

    private static async Task KnownAsync(StoreScene scene)
    {
        var session = await FiveTurnsAsync(scene);
        var known = await scene.OpenAsync(session.Key, new SessionOpening { KnownRevision = 5, KnowsTurns = true, NewestTurns = TurnLimits.Page, WithFirstTurn = true });
        Check.Equal(5L, known.Revision, "OpenAsync with the present revision: the revision");
        Check.That(known.Session is null && known.NewestTurns is null && known.FirstTurn is null, "OpenAsync with the present revision, whose turns the caller has, reads neither session nor turns");

        var turns = await scene.OpenAsync(session.Key, new SessionOpening { KnownRevision = 5, NewestTurns = new TurnLimits { MaxTurns = 2 } });
        Check.That(turns.Session is null, "OpenAsync with the present revision reads no session");
        Check.Sequence([5L, 4L], turns.Newest().Turns.Numbers(), "OpenAsync with the present revision, whose turns the caller does not have: newest turns");
    }

    private static async Task MadeAnewAsync(StoreScene scene)
    {
        var session = await FiveTurnsAsync(scene);
        var opening = new SessionOpening { KnownRevision = 5, KnownCreatedAt = session.Head!.CreatedAt, KnowsTurns = true, NewestTurns = new TurnLimits { MaxTurns = 1 } };
        Check.That((await scene.OpenAsync(session.Key, opening)).Session is null, "OpenAsync with the present revision and the time of the creation reads no session");

        var opened = await scene.OpenAsync(session.Key, opening with { KnownCreatedAt = session.Head.CreatedAt.AddTicks(-1) });
        Check.Equal(session.Head, opened.Session?.Head, "OpenAsync with the present revision of a session that was created at another time: the head");
        Check.Sequence([5L], opened.Newest().Turns.Numbers(), "OpenAsync with the present revision of a session that was created at another time: newest turns");
    }

    private static async Task OtherRevisionAsync(StoreScene scene)
    {
        var session = await FiveTurnsAsync(scene);
        foreach (var revision in new long[] { 4, 6, 0 })
        {
            var opened = await scene.OpenAsync(session.Key, new SessionOpening { KnownRevision = revision, KnowsTurns = true, NewestTurns = new TurnLimits { MaxTurns = 1 } });
            Check.Equal(5L, opened.Revision, $"OpenAsync with revision {revision}: the revision");
            Check.Equal(session.Head, opened.Session?.Head, $"OpenAsync with revision {revision}: the head");
            Check.Sequence([5L], opened.Newest().Turns.Numbers(), $"OpenAsync with revision {revision}: newest turns");
        }
    }

    private static async Task TurnLimitAsync(StoreScene scene)
    {
        var session = await FiveTurnsAsync(scene);
        foreach (var (count, expected, hasMore) in new (int, long[], bool)[] { (1, [5], true), (3, [5, 4, 3], true), (4, [5, 4, 3, 2], true), (5, [5, 4, 3, 2, 1], false), (6, [5, 4, 3, 2, 1], false) })
        {
            await CheckAsync(scene, session.Key, new TurnLimits { MaxTurns = count }, expected, hasMore);
        }
    }

    private static async Task MessageLimitAsync(StoreScene scene)
    {
        // 2 messages a turn.
        var session = await FiveTurnsAsync(scene);
        foreach (var (count, expected, hasMore) in new (int, long[], bool)[] { (1, [5], true), (2, [5], true), (3, [5, 4], true), (8, [5, 4, 3, 2], true), (9, [5, 4, 3, 2, 1], false), (10, [5, 4, 3, 2, 1], false) })
        {
            await CheckAsync(scene, session.Key, new TurnLimits { MaxMessages = count }, expected, hasMore);
        }
    }

    private static async Task ByteLimitAsync(StoreScene scene)
    {
        // 100 bytes a turn.
        var session = await FiveTurnsAsync(scene);
        foreach (var (count, expected, hasMore) in new (int, long[], bool)[] { (1, [5], true), (100, [5], true), (101, [5, 4], true), (200, [5, 4], true), (400, [5, 4, 3, 2], true), (401, [5, 4, 3, 2, 1], false) })
        {
            await CheckAsync(scene, session.Key, new TurnLimits { MaxBytes = count }, expected, hasMore);
        }
    }

    private static async Task FirstTurnAsync(StoreScene scene)
    {
        var session = await FiveTurnsAsync(scene);
        foreach (var (count, first) in new (int, long?)[] { (1, 1), (4, 1), (5, null), (9, null) })
        {
            var opened = await scene.OpenAsync(session.Key, new SessionOpening { NewestTurns = new TurnLimits { MaxTurns = count }, WithFirstTurn = true });
            Check.Equal(first, opened.FirstTurn?.Number, $"OpenAsync with the {count} newest turns and the first: the first");
            Check.Equal(null, (await scene.OpenAsync(session.Key, new SessionOpening { NewestTurns = new TurnLimits { MaxTurns = count } })).FirstTurn, "OpenAsync that does not ask for the first turn: the first turn");
        }

        var read = (await scene.OpenAsync(session.Key, new SessionOpening { NewestTurns = new TurnLimits { MaxTurns = 2 }, WithFirstTurn = true })).FirstTurn!;
        Check.Equal(StoreData.Show((await scene.ReadAsync(session.Key, 1)).Single()), StoreData.Show(read), "OpenAsync: the first turn");
    }

    private static async Task PresentAsync(StoreScene scene)
    {
        var session = await FiveTurnsAsync(scene);
        await session.MoveAsync(2);
        await session.AppendAsync("6");
        var opened = await scene.OpenAsync(session.Key, new SessionOpening { NewestTurns = new TurnLimits { MaxTurns = 2 }, WithFirstTurn = true });
        Check.Sequence([6L, 2L], opened.Newest().Turns.Numbers(), "OpenAsync after turns were left behind: newest turns");
        Check.Equal(1L, opened.FirstTurn?.Number, "OpenAsync after turns were left behind: the first turn");

        await session.MoveAsync(0);
        opened = await scene.OpenAsync(session.Key, new SessionOpening { NewestTurns = TurnLimits.Page, WithFirstTurn = true });
        Check.Equal(0, opened.NewestTurns?.Turns.Count, "OpenAsync before the first turn: newest turns");
        Check.That(opened.Newest().HasMore is false && opened.FirstTurn is null, "OpenAsync before the first turn has no first turn, and no more");
    }

    private static async Task AllAtOnceAsync(StoreScene scene)
    {
        var session = await FiveTurnsAsync(scene);
        await session.AnswerAsync("done");
        await session.MoveAsync(5);
        await scene.AppendStepAsync(session.Key, "open", StoreData.Step(1, "1"));
        await scene.UpdateDetailsAsync(session.Key, SessionDetailsFields.Title, new SessionDetails { Title = "t" });

        var opening = new SessionOpening { NewestTurns = new TurnLimits { MaxTurns = 2 }, WithFirstTurn = true };
        foreach (var (turnKey, keyed, steps) in new (string, long?, string[])[] { ("done", 6, []), ("open", null, ["1: 1"]), ("unknown", null, []) })
        {
            var opened = await scene.OpenAsync(session.Key, opening with { TurnKey = turnKey });
            Check.Equal(session.Head, opened.Session?.Head, "OpenAsync of everything: the head");
            Check.Sequence([5L, 4L], opened.Newest().Turns.Numbers(), "OpenAsync of everything: newest turns");
            Check.Equal((1L, keyed), (opened.FirstTurn?.Number, opened.KeyedTurn?.Number), $"OpenAsync of everything, with the key '{turnKey}': the first turn, and the key's");
            Check.Sequence(steps, opened.Steps.Select(StoreData.Show), $"OpenAsync of everything, with the key '{turnKey}': steps");
            Check.Equal("t", opened.Details?.Title, "OpenAsync of everything: the title");
        }
    }

    private static async Task OneMomentAsync(StoreScene scene)
    {
        const int Turns = 100;
        var session = scene.Session("s");
        await session.CommitAsync(session.Next("1") with { State = [StoreData.Value("turn", "1")] });
        var writer = Task.Run(async () =>
        {
            for (var turn = 2; turn <= Turns; turn++)
            {
                // Time for the reader to come in between.
                await Task.Delay(1, scene.Token);
                await session.CommitAsync(session.Next($"{turn}") with { State = [StoreData.Value("turn", $"{turn}")], TurnKey = "k", InputHash = new[] { (byte)turn } });
            }
        });
        do
        {
            var opened = await scene.OpenAsync(session.Key, new SessionOpening { NewestTurns = new TurnLimits { MaxTurns = 2 }, TurnKey = "k" });
            var head = opened.Session!.Head;
            var newest = opened.Newest().Turns[0].Number;
            Check.Equal((head.Revision, head.Revision, head.Revision), (opened.Revision, head.CurrentTurn, newest), "OpenAsync while others commit: revision, current turn and newest turn");
            Check.Sequence([$"turn v1: {newest}"], StoreData.Show(opened.Session.State), "OpenAsync while others commit: state");
            Check.Equal(newest, opened.KeyedTurn?.Number ?? 1, "OpenAsync while others commit: the key's turn");
        }
        while (!writer.IsCompleted);
        await writer;
    }

    private static async Task CheckAsync(StoreScene scene, SessionKey key, TurnLimits limits, long[] expected, bool hasMore)
    {
        var opened = await scene.OpenAsync(key, new SessionOpening { NewestTurns = limits });
        var page = Check.NotNull(opened.NewestTurns, "OpenAsync: newest turns");
        Check.Sequence(expected, page.Turns.Numbers(), $"OpenAsync within {limits}: newest turns");
        Check.Equal(hasMore, page.HasMore, $"OpenAsync within {limits}: HasMore");
    }

    /// <summary>Five turns of two messages and 100 bytes each.</summary>
    private static async Task<SessionWriter> FiveTurnsAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        for (var number = 1; number <= 5; number++)
        {
            var turn = session.Next($"{number}", $"\"{new string('x', 60)}\"");
            var record = $$"""{"padding":"{{new string('y', 100 - turn.Messages.Length - 14)}}"}""";
            await session.CommitAsync(turn with { Record = System.Text.Encoding.UTF8.GetBytes(record), State = [StoreData.Value("last", $"{number}")] });
        }

        return session;
    }
}
