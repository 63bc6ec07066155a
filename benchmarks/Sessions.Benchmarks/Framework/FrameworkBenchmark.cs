namespace Sessions.Benchmarks;

/// <summary>What <c>WithSessions</c> costs beside the agent of Microsoft Agent Framework that it is called on.</summary>
internal static class FrameworkBenchmark
{
    public static void Run()
    {
        var table = new Table("What", "WithSessions", "Plain", "Ratio", "Bytes", "Plain bytes", "Goal, at most", "");
        double none = 0;
        foreach (var messages in new[] { 0, 100, 1_000, 10_000 })
        {
            var (ours, plain) = FrameworkTimes.Measure(messages, isGiven: false);
            none = messages == 0 ? ours.Bytes : none;
            Add(table, $"A run at {Table.Number(messages)} messages", ours, plain, messages == 1_000 ? 1.0 : null);
            if (messages > 0)
            {
                Console.WriteLine($"bytes a message at {messages}: {(ours.Bytes - none) / messages:0.0}");
            }
        }

        var (given, plainGiven) = FrameworkTimes.Measure(1_000, isGiven: true);
        Add(table, "A run at 1,000 messages, on the model's client as it is", given, plainGiven, 0.2);
        var windows = FrameworkTimes.MeasureWindow(100, 10_000);
        Add(table, "A run at 10,000 messages with a window of 50, beside one at 100", windows[1], windows[0], 1.1);
        table.Print("Microsoft Agent Framework");
    }

    private static void Add(Table table, string what, Measurement ours, Measurement plain, double? most) => table.Add(
        what,
        $"{Table.Number(ours.Nanoseconds / 1_000, "0.0")} µs",
        $"{Table.Number(plain.Nanoseconds / 1_000, "0.0")} µs",
        Table.Ratio(Ratio(ours)),
        Table.Number(ours.Bytes),
        Table.Number(plain.Bytes),
        most is { } goal ? $"{Table.Ratio(goal)} times" : "",
        most is null ? "" : Ratio(ours) <= most ? "met" : "missed");

    // Of two, the one to the other.
    private static double Ratio(Measurement ours) => ours.Ratios.FirstOrDefault(ratio => ratio != 1, 1);
}
