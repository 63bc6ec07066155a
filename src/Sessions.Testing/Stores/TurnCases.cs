using System.Text;

namespace Sessions.Testing;

/// <summary>Turns: every byte of them comes back, in their order.</summary>
internal static class TurnCases
{
    public static readonly StoreCase[] All =
    [
        new("Turns: a turn comes back as it was committed", WholeAsync),
        new("Turns: what a turn lacks comes back lacking", LackingAsync),
        new("Turns: messages come back byte for byte", MessagesAsync),
        new("Turns: records come back byte for byte", RecordsAsync),
        new("Turns: several megabytes come back", LargeAsync),
        new("Turns: the store does not keep its caller's buffers", BuffersAsync),
        new("Turns: they are read in order, within their bounds", BoundsAsync),
        new("Turns: one commit may carry many", ManyAsync),
        new("Turns: state is read with the turn that wrote it", StateAsync),
    ];

    private static async Task WholeAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        var turn = session.Next("\"a\"", "\"b\"") with
        {
            Id = "id of a turn, ü 😀 '\"%",
            TurnKey = "key ü 😀 '\"%",
            InputHash = Enumerable.Range(0, 256).Select(value => (byte)value).ToArray(),
            Record = Encoding.UTF8.GetBytes("""{"usage":{"é":9223372036854775807}, "a field added later" : null}"""),
        };
        await session.CommitAsync(turn);

        Check.Sequence([StoreData.Show(turn)], (await scene.ReadAsync(session.Key, 1)).Select(StoreData.Show), "ReadTurnsAsync");
    }

    private static async Task LackingAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        var turn = session.Next();
        await session.CommitAsync(turn);

        var read = (await scene.ReadAsync(session.Key, 1)).Single();
        Check.Equal(StoreData.Show(turn), StoreData.Show(read), "ReadTurnsAsync of a turn without messages, key and hash");
        Check.That(read.InputHash is null && read.TurnKey is null, "a turn without key and hash comes back without");
        Check.Equal(0, read.State.Count, "ReadTurnsAsync of a turn that wrote no state: its values");
    }

    private static async Task MessagesAsync(StoreScene scene)
    {
        string[] odd =
        [
            """{"text":"é 漢 😀 \u0000 \ud83d' \" ; --"}""", "  [ 1 ,\n\t2 ]  ", "\"\"", "null", "0", "1.0e+5", """{"a":1,"a":2,"$type":"x","":{}}""", "\" \\/ / \u2028 \u00A0 \"", " true ", "\"\uFEFF\"",
        ];
        var session = scene.Session("s");
        foreach (var message in odd)
        {
            await session.AppendAsync(message);
        }

        var all = session.Next(odd);
        var framed = session.Next() with { Messages = " [ ] "u8.ToArray() };
        await session.CommitAsync(all);
        await session.CommitAsync(framed with { Number = all.Number + 1, ParentTurn = all.Number, Depth = all.Depth + 1, Id = "framed" });

        Check.Sequence(odd.Select(message => $"[{message}]").Append($"[{string.Join(',', odd)}]").Append(" [ ] "), (await scene.ReadAsync(session.Key, odd.Length + 2)).Texts(), "ReadTurnsAsync: messages");
    }

    private static async Task RecordsAsync(StoreScene scene)
    {
        string[] odd = ["{}", " { } ", """{"id":"x","number":7,"a":[1,2,{"b":null}],"a":"twice"}""", """{"text":"\u0000\ud83d é 漢 😀"}""", $$"""{"long":"{{new string('x', 100_000)}}"}"""];
        var session = scene.Session("s");
        foreach (var record in odd)
        {
            await session.CommitAsync(session.Next("1") with { Record = Encoding.UTF8.GetBytes(record) });
        }

        Check.Sequence(odd, (await scene.ReadAsync(session.Key, odd.Length)).Select(turn => StoreData.Text(turn.Record)), "ReadTurnsAsync: records");
    }

    private static async Task LargeAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        string[] large = [$"\"{new string('x', 5_000_000)}\"", $"\"{string.Concat(Enumerable.Repeat("漢😀", 200_000))}\"", "1"];
        foreach (var message in large)
        {
            await session.CommitAsync(session.Next(message) with { State = [StoreData.Value("large", message)] });
        }

        Check.Sequence(large.Select(message => $"[{message}]"), (await scene.ReadAsync(session.Key, 3)).Texts(), "ReadTurnsAsync: large messages");
        Check.Sequence(StoreData.Show([StoreData.Value("large", large[1])]), StoreData.Show(await scene.LoadStateAsync(session.Key, 2)), "LoadStateAsync: a large value");
    }

    private static async Task BuffersAsync(StoreScene scene)
    {
        var (buffer, record) = ("[1]"u8.ToArray(), "{}"u8.ToArray());
        var session = scene.Session("s");
        await session.CommitAsync(session.Next("1") with { Messages = buffer, Record = record, TurnKey = "k", InputHash = buffer, State = [new StateValue("of-turn", 1, buffer)] }, new StateValue("saved", 1, buffer));
        await scene.AppendStepAsync(session.Key, "other", new StoredStep { Ordinal = 1, Json = buffer, ExpiresAt = StoreData.Never });
        buffer.AsSpan().Fill((byte)'x');
        record.AsSpan().Fill((byte)'x');

        var turn = (await scene.ReadAsync(session.Key, 1)).Single();
        Check.Sequence(["[1]", "{}", "[1]"], [StoreData.Text(turn.Messages), StoreData.Text(turn.Record), StoreData.Text(turn.InputHash!.Value)], "messages, record and hash after their caller used their buffers again");
        Check.Sequence(["of-turn v1: [1]", "saved v1: [1]"], StoreData.Show((await scene.FindAsync(session.Key)).State), "state after its caller used its buffers again");
        Check.Sequence(["1: [1]"], await scene.StepsAsync(session.Key, "other"), "steps after their caller used their buffers again");
    }

    private static async Task BoundsAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        for (var number = 1; number <= 12; number++)
        {
            await session.AppendAsync($"{number}.1", $"{number}.2");
        }

        Check.Sequence(Enumerable.Range(1, 12).Select(number => (long)number), (await scene.ReadAsync(session.Key, 12)).Numbers(), "ReadTurnsAsync through 12");
        Check.Sequence([4L, 5L], (await scene.ReadAllAsync(session.Key, new TurnRange { ThroughTurn = 5, AfterTurn = 3 })).Numbers(), "ReadTurnsAsync through 5, after 3");
        Check.Sequence([], (await scene.ReadAllAsync(session.Key, new TurnRange { ThroughTurn = 12, AfterTurn = 12 })).Numbers(), "ReadTurnsAsync through 12, after 12");
        Check.Sequence([], (await scene.ReadAsync(session.Key, 0)).Numbers(), "ReadTurnsAsync through 0");
        Check.Sequence(["[9.1,9.2]"], (await scene.ReadAllAsync(session.Key, new TurnRange { ThroughTurn = 9, AfterTurn = 8 })).Texts(), "ReadTurnsAsync through 9, after 8: messages");
    }

    private static async Task ManyAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await session.CommitAsync(session.ToCommit(session.NextTurns("\"a\"", "\"b\"", "\"c\"")));
        await session.CommitAsync(session.ToCommit(session.NextTurns("\"d\"", "\"e\"")));

        var turns = await scene.ReadAsync(session.Key, 5);
        Check.Sequence([1L, 2L, 3L, 4L, 5L], turns.Numbers(), "ReadTurnsAsync after two commits of many turns");
        Check.Sequence(["[\"a\"]", "[\"b\"]", "[\"c\"]", "[\"d\"]", "[\"e\"]"], turns.Texts(), "ReadTurnsAsync after two commits of many turns: messages");
        Check.Equal(session.Head, (await scene.FindAsync(session.Key)).Head, "LoadAsync after two commits of many turns");
    }

    private static async Task StateAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await session.CommitAsync(session.Next() with { State = [StoreData.Value("a", "1"), StoreData.Value("b", "1")] });
        await session.CommitAsync(session.Next());
        await session.CommitAsync(session.Next() with { State = [StoreData.Value("b", "3"), StoreData.Emptied("a")] });
        await session.CommitAsync(session.After(1) with { State = [StoreData.Value("c", "4", version: 9)] });

        Check.Sequence(["a v1: 1, b v1: 1", "", "a v1: emptied, b v1: 3"], (await scene.ReadAsync(session.Key, 3)).Select(Written), "ReadTurnsAsync with state, through 3");
        Check.Sequence(["a v1: 1, b v1: 1", "c v9: 4"], (await scene.ReadAsync(session.Key, 4)).Select(Written), "ReadTurnsAsync with state, through 4");

        static string Written(StoredTurn turn) => string.Join(", ", StoreData.Show(turn.State));
    }
}
