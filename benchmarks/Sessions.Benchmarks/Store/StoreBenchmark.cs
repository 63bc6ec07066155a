namespace Sessions.Benchmarks;

/// <summary>What sessions in a SQLite file cost: beside hand-written statements where there are some, and as they grow.</summary>
internal static class StoreBenchmark
{
    public static async Task RunAsync()
    {
        var table = new Table("What", "Measured", "Goal, at most", "");
        foreach (var measure in new Func<Task<IEnumerable<StoreScore>>>[]
        {
            StoreTurns.MeasureAsync, StoreOpening.MeasureAsync, StoreBesideFramework.MeasureAsync, StoreCrowd.MeasureAsync, StoreBytes.MeasureAsync, StoreForks.MeasureAsync, StoreLists.MeasureAsync, StoreMemory.MeasureAsync,
        })
        {
            foreach (var score in await measure())
            {
                Console.Error.WriteLine($"{score.What}: {score.Measured} ({score.Goal}) {score.Verdict}");
                table.Add(score.What, score.Measured, score.Goal, score.Verdict);
            }
        }

        table.Print("Store");
        Readme.Replace("store", table.ToString());
    }
}
