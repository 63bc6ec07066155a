namespace Sessions.Benchmarks;

/// <summary>What turns, streams and sessions cost beside the least that keeps a conversation: a list of messages.</summary>
internal static class TurnBenchmark
{
    public static void Run()
    {
        Score[] scores =
        [
            .. new[] { 0, 10, 100, 1_000, 10_000 }.Select(TurnTimes.At),
            TurnTimes.AtWithReading(1_000),
            StreamTimes.Measure(),
            .. DocumentTimes.Measure(),
            SessionMemory.Measure(),
        ];
        var table = new Table("What", "Sessions", "By hand", "Ratio", "Over", "Goal, at most", "");
        foreach (var score in scores)
        {
            table.Add(score.What, score.Ours, score.Floor, Table.Ratio(score.Ratio), score.Over, score.Goal, score.IsMet switch { true => "met", false => "missed", null => "" });
        }

        table.Print("Turns");
        Readme.Replace("turns", table.ToString());
    }
}
