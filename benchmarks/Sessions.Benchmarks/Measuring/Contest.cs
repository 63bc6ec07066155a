using System.Diagnostics;

namespace Sessions.Benchmarks;

/// <summary>Measures contenders in turns, in one process.</summary>
/// <remarks>
/// What is asked is a ratio, and a machine that others use too is slower in one second than in the next. So the contenders
/// alternate, each round gives a ratio of its own, and the median of these counts. A different one goes first in each round.
/// </remarks>
internal static class Contest
{
    // What has been run often is compiled anew, a while after it has.
    private static readonly TimeSpan LeastWarmUp = TimeSpan.FromSeconds(3);

    public static IReadOnlyList<Measurement> Run(int warmUp, int rounds, IReadOnlyList<Contender> contenders)
    {
        WarmUp(warmUp, contenders);
        var times = contenders.Select(_ => new double[rounds]).ToArray();
        var bytes = contenders.Select(_ => new double[rounds]).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var turn = 0; turn < contenders.Count; turn++)
            {
                var index = (turn + round) % contenders.Count;
                (times[index][round], bytes[index][round]) = Measure(contenders[index]);
            }
        }

        return
        [
            .. times.Select((own, index) => new Measurement(
                Median(own),
                Median(bytes[index]),
                [.. times.Select(other => Median(own.Zip(other, (a, b) => a / b)))],
                [.. times.Select(other => Median(own.Zip(other, (a, b) => a - b)))])),
        ];
    }

    private static void WarmUp(int rounds, IReadOnlyList<Contender> contenders)
    {
        var start = Stopwatch.GetTimestamp();
        for (var round = 0; round < rounds || Stopwatch.GetElapsedTime(start) < LeastWarmUp; round++)
        {
            foreach (var contender in contenders)
            {
                Measure(contender);
            }
        }
    }

    private static (double Nanoseconds, double Bytes) Measure(Contender contender)
    {
        var action = contender.Prepare();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        action();
        var elapsed = Stopwatch.GetElapsedTime(start);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return (elapsed.TotalNanoseconds / contender.Operations, (double)allocated / contender.Operations);
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
