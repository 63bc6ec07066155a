namespace Sessions.Benchmarks;

/// <summary>One line of the table: what something costs with us, what the least that does it costs, and what we are to stay within.</summary>
/// <param name="What">What was done.</param>
/// <param name="Ours">The cost with us.</param>
/// <param name="Floor">The cost of the least that does the same.</param>
/// <param name="Ratio">The ratio of both.</param>
/// <param name="Over">What ours is more.</param>
/// <param name="Goal">The most that it may be; empty, if that is not said.</param>
/// <param name="IsMet">Whether it is within that.</param>
internal sealed record Score(string What, string Ours, string Floor, double Ratio, string Over, string Goal, bool? IsMet)
{
    /// <summary>A time that may be so much more than the floor's.</summary>
    public static Score OfTimeOver(string what, Measurement ours, Measurement floor, double mostNanoseconds) =>
        OfTime(what, ours, floor, $"{Micros(mostNanoseconds)} over", ours.Differences[1] <= mostNanoseconds);

    /// <summary>A time that may be so many times the floor's.</summary>
    public static Score OfTimeRatio(string what, Measurement ours, Measurement floor, double mostTimes) =>
        OfTime(what, ours, floor, $"{Table.Ratio(mostTimes)} times", ours.Ratios[1] <= mostTimes);

    /// <summary>A time that is good to know.</summary>
    public static Score OfTime(string what, Measurement ours, Measurement floor) => OfTime(what, ours, floor, "", isMet: null);

    private static Score OfTime(string what, Measurement ours, Measurement floor, string goal, bool? isMet) =>
        new(what, Micros(ours.Nanoseconds), Micros(floor.Nanoseconds), ours.Ratios[1], Micros(ours.Differences[1]), goal, isMet);

    private static string Micros(double nanoseconds) => $"{Table.Number(nanoseconds / 1_000, nanoseconds < 100_000 ? "#,0.00" : "#,0")} µs";
}
