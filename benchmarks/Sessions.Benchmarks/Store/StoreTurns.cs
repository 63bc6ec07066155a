namespace Sessions.Benchmarks;

/// <summary>What a committed turn costs, beside statements written by hand, and as the session grows.</summary>
internal static class StoreTurns
{
    private const int TurnsPerRound = 20;
    private const int Rounds = 61;

    // Run before each round by each contender, whose pages are at hand then. A session that begins with them has 30 to 70 messages in its round.
    private const int TurnsBefore = 15;

    public static async Task<IEnumerable<StoreScore>> MeasureAsync()
    {
        using var file = new StoreFile(view: new HistoryView { MaxMessages = 50 });
        using var rows = HandWritten.OnRows(file.PathOf("rows.db"));
        using var oneRow = HandWritten.OnOneRow(file.PathOf("onerow.db"));
        await file.FillAsync("long", 50_000);
        var (ours, grown) = (await file.Agent.GetSessionAsync("s"), await file.Agent.GetSessionAsync("long"));
        var (first, second, shorts) = (0L, 0L, 0);

        // The logs grow to what they stay at.
        for (var i = 0; i < 1_000; i++)
        {
            RunByHand(rows, file, ++first);
            RunByHand(oneRow, file, ++second);
            await file.Agent.RunAsync(file.Payload.Question(i), ours);
        }

        var results = Contest.Run(
            warmUp: 10,
            Rounds,
            [
                Turns("turn", i => Talk.Completed(file.Agent.RunAsync(file.Payload.Question(i), ours))),
                Turns("rows", _ => RunByHand(rows, file, ++first)),
                Turns("one row", _ => RunByHand(oneRow, file, ++second)),
                Turns("turn of a long session", i => Talk.Completed(file.Agent.RunAsync(file.Payload.Question(i), grown))),
                new("turn of a short session", () => PrepareShort(file, $"short {shorts++}"), TurnsPerRound),
            ]);
        var turn = results[0];
        var detail = StoreScore.Text(TimeSpan.FromMicroseconds(turn.Nanoseconds / 1_000));
        return
        [
            StoreScore.OfRatio("A committed turn, beside rows by hand", turn.Ratios[1], 1.05, detail),
            StoreScore.OfRatio("A committed turn, beside one row by hand", turn.Ratios[2], 1.3, detail),
            StoreScore.OfRatio("A committed turn at 100,000 messages, beside one at 50", results[3].Ratios[4], 1.1, StoreScore.Text(TimeSpan.FromMicroseconds(results[3].Nanoseconds / 1_000))),
            StoreScore.OfBytes("Allocated by a committed turn", turn.Bytes, 20 * 1024),
        ];

        static Contender Turns(string name, Action<int> turn) => new(name, () => Prepare(turn), TurnsPerRound);
    }

    /// <summary>Turns of a session that is made for them: one that all rounds used would be no short one for long.</summary>
    private static Action PrepareShort(StoreFile file, string id)
    {
        var session = Talk.Completed(file.Agent.GetSessionAsync(id));
        return Prepare(number => Talk.Completed(file.Agent.RunAsync(file.Payload.Question(number), session)));
    }

    private static Action Prepare(Action<int> turn)
    {
        Repeat(TurnsBefore, turn);
        return () => Repeat(TurnsPerRound, turn);
    }

    private static void Repeat(int times, Action<int> turn)
    {
        for (var i = 0; i < times; i++)
        {
            turn(i);
        }
    }

    private static void RunByHand(HandWritten statements, StoreFile file, long number)
    {
        _ = statements.Open("s");
        statements.Commit([file.ByHand("s", number)]);
    }
}
