namespace Sessions.Testing;

/// <summary>Keys of turns: the answer to a key is found, and no other.</summary>
internal static class KeyCases
{
    public static readonly StoreCase[] All =
    [
        new("Keys: an answer is found by the key of its turn", FoundAsync),
        new("Keys: a turn that has not answered its key is not found by it", UnansweredAsync),
        new("Keys: the latest answer to a key counts", LatestAsync),
        new("Keys: an answer is found on whatever branch it is", BranchAsync),
        new("Keys: any text is a key, compared as it is", OddKeysAsync),
        new("Keys: an answer is read whole", WholeAsync),
        new("Keys: several turns of one commit may answer keys", OneCommitAsync),
    ];

    private static async Task FoundAsync(StoreScene scene)
    {
        await scene.Session("s").AnswerAsync("k");
        await scene.Session("other").AppendAsync("1");
        await scene.Session(new SessionKey("tenant", "s")).AppendAsync("1");

        Check.Equal(1L, (await scene.KeyedAsync(new SessionKey("s"), "k"))?.Number, "OpenAsync with a key that was answered: the turn");
        Check.Equal(null, await scene.KeyedAsync(new SessionKey("s"), "K"), "OpenAsync with a key in another case");
        Check.Equal(null, await scene.KeyedAsync(new SessionKey("other"), "k"), "OpenAsync of another session with the key");
        Check.Equal(null, await scene.KeyedAsync(new SessionKey("tenant", "s"), "k"), "OpenAsync of another tenant's session with the key");
        Check.Equal(null, (await scene.OpenAsync(new SessionKey("s"), SessionOpening.Head)).KeyedTurn, "OpenAsync without a key: the keyed turn");
    }

    private static async Task UnansweredAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await session.CommitAsync(session.Next("1") with { TurnKey = "k" });
        Check.Equal(null, await scene.KeyedAsync(session.Key, "k"), "OpenAsync with the key of a turn that has not answered it");
        Check.Equal("k", (await scene.ReadAsync(session.Key, 1)).Single().TurnKey, "ReadTurnsAsync: the key of a turn that has not answered it");
        await session.AnswerAsync("k");
        Check.Equal(2L, (await scene.KeyedAsync(session.Key, "k"))?.Number, "OpenAsync with the key once it is answered: the turn");
        await session.CommitAsync(session.Next("3") with { TurnKey = "k" });
        Check.Equal(2L, (await scene.KeyedAsync(session.Key, "k"))?.Number, "OpenAsync with the key after a later turn that has not answered it: the turn");
    }

    private static async Task LatestAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        for (var number = 1; number <= 3; number++)
        {
            await session.CommitAsync(session.Next($"{number}") with { TurnKey = "k", InputHash = new[] { (byte)number } });
            await session.AnswerAsync($"other-{number}");
        }

        var keyed = Check.NotNull(await scene.KeyedAsync(session.Key, "k"), "OpenAsync with a key that was answered three times: the turn");
        Check.Equal(("[3]", "03"), (StoreData.Text(keyed.Messages), Convert.ToHexString(keyed.InputHash!.Value.Span)), "OpenAsync with a key that was answered three times: messages and hash");
    }

    private static async Task BranchAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await session.AppendAsync("1");
        await session.AnswerAsync("left");
        await session.MoveAsync(1);
        await session.AnswerAsync("taken");

        Check.Equal(2L, (await scene.KeyedAsync(session.Key, "left"))?.Number, "OpenAsync with the key of a turn that was left behind: the turn");
        Check.Equal(3L, (await scene.KeyedAsync(session.Key, "taken"))?.Number, "OpenAsync with the key of a turn of the present: the turn");
        await session.MoveAsync(0);
        Check.Equal(3L, (await scene.KeyedAsync(session.Key, "taken"))?.Number, "OpenAsync at turn 0 with the key of a turn: the turn");
    }

    private static async Task OddKeysAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        foreach (var key in StoreData.OddIds)
        {
            await session.AnswerAsync(key);
        }

        foreach (var (key, index) in StoreData.OddIds.Select((key, index) => (key, index)))
        {
            Check.Equal(index + 1, (await scene.KeyedAsync(session.Key, key))?.Number, $"OpenAsync with the key '{key}': the turn");
        }
    }

    private static async Task WholeAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        var turn = session.Next("\"é\"", " 2 ") with { TurnKey = "k", InputHash = new byte[] { 0, 255 }, Record = """{"reply" : "é"}"""u8.ToArray(), State = [StoreData.Value("a", "1")] };
        await session.CommitAsync(turn);
        await session.AppendAsync("3");

        var opened = await scene.OpenAsync(session.Key, new SessionOpening { TurnKey = "k", KnownRevision = 2, KnowsTurns = true, NewestTurns = TurnLimits.Page });
        Check.Equal(StoreData.Show(turn), StoreData.Show(Check.NotNull(opened.KeyedTurn, "OpenAsync with a key, where the caller knows the rest: the turn")), "OpenAsync with a key: the turn");
    }

    private static async Task OneCommitAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await scene.AppendStepAsync(session.Key, "a", StoreData.Step(1, "1"));
        await scene.AppendStepAsync(session.Key, "c", StoreData.Step(1, "1"));
        await session.CommitAsync(session.ToCommit([.. session.NextTurns("1", "2", "3").Zip(["a", "b", "a"], (turn, key) => turn with { TurnKey = key, InputHash = new byte[] { 1 } })]));
        Check.Equal(3L, (await scene.KeyedAsync(session.Key, "a"))?.Number, "OpenAsync with a key that two turns of one commit have answered: the turn");
        Check.Equal(2L, (await scene.KeyedAsync(session.Key, "b"))?.Number, "OpenAsync with a key of the same commit: the turn");
        Check.Sequence(["1: 1"], await scene.StepsAsync(session.Key, "c"), "OpenAsync with a key that is under way: steps");
    }
}
