namespace Sessions.Benchmarks;

/// <summary>What one contender's operation costs.</summary>
/// <param name="Nanoseconds">The median of all rounds.</param>
/// <param name="Bytes">The median of what is allocated.</param>
/// <param name="Ratios">The time of each round over each other contender's in the same round, in the order of the contenders; the median.</param>
/// <param name="Differences">The nanoseconds of each round above each other contender's in the same round; the median.</param>
internal sealed record Measurement(double Nanoseconds, double Bytes, IReadOnlyList<double> Ratios, IReadOnlyList<double> Differences);
