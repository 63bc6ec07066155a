namespace Sessions.Benchmarks;

/// <summary>One line of the table.</summary>
internal sealed record StoreScore(string What, string Measured, string Goal, bool? IsMet)
{
    public string Verdict => IsMet switch { true => "met", false => "missed", null => "" };

    /// <summary>A ratio that may be so high. One that is not above zero measured nothing, and so met nothing.</summary>
    public static StoreScore OfRatio(string what, double ratio, double most, string detail) =>
        new(what, $"{Table.Ratio(ratio)} times ({detail})", $"{Table.Ratio(most)} times", ratio > 0 && ratio <= most);

    public static StoreScore OfAtLeast(string what, double ratio, double least, string detail) => new(what, $"{Table.Ratio(ratio)} times ({detail})", $"at least {Table.Ratio(least)} times", ratio >= least);

    public static StoreScore OfTime(string what, TimeSpan time, TimeSpan most) => new(what, Text(time), Text(most), time <= most);

    /// <summary>Bytes that may be so many.</summary>
    /// <exception cref="InvalidOperationException">There are none, or fewer: something else was measured.</exception>
    public static StoreScore OfBytes(string what, double bytes, double most) => bytes > 0
        ? new(what, $"{Table.Number(bytes)} bytes", $"{Table.Number(most)} bytes", bytes <= most)
        : throw new InvalidOperationException($"'{what}' was measured as {Table.Number(bytes)} bytes, which nothing takes: something else was freed meanwhile.");

    public static string Text(TimeSpan time) => time.TotalMilliseconds < 1 ? $"{Table.Number(time.TotalMicroseconds)} µs" : $"{Table.Number(time.TotalMilliseconds, "#,0.00")} ms";
}
