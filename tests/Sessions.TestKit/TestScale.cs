using System.Globalization;

namespace Sessions.TestKit;

/// <summary>How often tests repeat what takes its strength from repetition.</summary>
public static class TestScale
{
    /// <summary>Scales a count: SESSIONS_TEST_SCALE is 1 by default, a tenth of full evidence, and 10 for all of it.</summary>
    /// <param name="atFull">How often the test repeats at full scale.</param>
    public static int Of(int atFull) => Math.Max(1, (int)(atFull * Factor / 10));

    /// <summary>The part of a list that the scale asks for, spread from its beginning to its end.</summary>
    /// <param name="all">The list.</param>
    /// <param name="atLeast">How many are taken at any scale.</param>
    public static IReadOnlyList<T> Sample<T>(IReadOnlyList<T> all, int atLeast = 1)
    {
        var count = Math.Min(Math.Max(Of(all.Count), atLeast), all.Count);
        return [.. Enumerable.Range(0, count).Select(index => all[index * all.Count / count])];
    }

    /// <summary>Whether more is asked for than the default, so that what takes minutes is done too.</summary>
    public static bool IsRaised => Factor > 1;

    private static double Factor { get; } = double.TryParse(Environment.GetEnvironmentVariable("SESSIONS_TEST_SCALE"), CultureInfo.InvariantCulture, out var scale) ? scale : 1;
}
