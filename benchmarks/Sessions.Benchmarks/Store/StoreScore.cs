namespace Sessions.Benchmarks;

/// <summary>One line of the table.</summary>
internal sealed record StoreScore(string What, string Measured, string Goal, bool? IsMet)
{
    public string Verdict => IsMet switch { true => "met", false => "missed", null => "" };

    public static StoreScore OfRatio(string what, double ratio, double most, string detail) => new(what, $"{Table.Ratio(ratio)} times ({detail})", $"{Table.Ratio(most)} times", ratio <= most);

    public static StoreScore OfAtLeast(string what, double ratio, double least, string detail) => new(what, $"{Table.Ratio(ratio)} times ({detail})", $"at least {Table.Ratio(least)} times", ratio >= least);

    public static StoreScore OfTime(string what, TimeSpan time, TimeSpan most) => new(what, Text(time), Text(most), time <= most);

    public static StoreScore OfBytes(string what, double bytes, double most) => new(what, $"{Table.Number(bytes)} bytes", $"{Table.Number(most)} bytes", bytes <= most);

    public static string Text(TimeSpan time) => time.TotalMilliseconds < 1 ? $"{Table.Number(time.TotalMicroseconds)} µs" : $"{Table.Number(time.TotalMilliseconds, "#,0.00")} ms";
}
