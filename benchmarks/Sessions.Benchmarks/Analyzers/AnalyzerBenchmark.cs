namespace Sessions.Benchmarks;

/// <summary>What the analyzers add to a compilation, beside two packages of analyzers that many projects have.</summary>
internal static class AnalyzerBenchmark
{
    private const int Rounds = 5;
    private const double MostAtAll = 0.05;
    private const double MostWithoutUses = 0.005;
    private const double MostOfOneId = 0.015;

    private static readonly (string Name, string[] Paths)[] Contenders =
    [
        ("Sessions", CompilerRun.Sessions),
        ("xunit.analyzers", CompilerRun.OfPackage("xunit.analyzers")),
        ("Meziantou.Analyzer", CompilerRun.OfPackage("Meziantou.Analyzer")),
    ];

    public static void Run()
    {
        using var used = new AnalyzedProject(hasSessions: true);
        using var unused = new AnalyzedProject(hasSessions: false);
        var shares = new Table("Analyzers", "2,000 uses: compilation s", "analyzers ms", "share %", "No use: compilation s", "analyzers ms", "share %");
        var (withUses, withoutUses) = (Measure(used), Measure(unused));
        foreach (var (name, _) in Contenders)
        {
            shares.Add([name, .. Cells(withUses[name]), .. Cells(withoutUses[name])]);
        }

        shares.Print("Analyzers, of 100,000 lines");

        var ids = new Table("Ids", "2,000 uses: ms", "share %");
        foreach (var (name, run, seconds) in Divide(used, withUses["Sessions"]).OrderByDescending(static part => part.Seconds))
        {
            ids.Add(name, Table.Number(seconds * 1_000), Percent(seconds / run.Seconds));
        }

        ids.Print("Analyzers, by id");
        Console.WriteLine($"Goals: at most {MostAtAll:P0} with 2,000 uses, {MostWithoutUses:P1} without any, and {MostOfOneId:P1} for one id.");
        Console.WriteLine();
    }

    /// <summary>The runs with each contender's analyzers, in turn; of each the one with the median of the shares.</summary>
    private static Dictionary<string, CompilerRun> Measure(AnalyzedProject project) => Enumerable.Range(0, Rounds)
        .SelectMany(_ => Contenders, (_, contender) => (contender.Name, Run: CompilerRun.Start(project.Folder, contender.Paths)))
        .ToLookup(static run => run.Name, static run => run.Run)
        .ToDictionary(static runs => runs.Key, static runs => runs.OrderBy(static run => run.Share).ElementAt(Rounds / 2));

    /// <summary>What each analyzer takes. One that takes more than an id may is measured for each of its ids alone, with the others turned off.</summary>
    private static IEnumerable<(string Ids, CompilerRun Run, double Seconds)> Divide(AnalyzedProject project, CompilerRun whole)
    {
        foreach (var (ids, seconds) in whole.Analyzers)
        {
            yield return (ids, whole, seconds);
            string[] all = ids.Split(", ");
            foreach (var id in all.Where(_ => all.Length > 1 && seconds / whole.Seconds > MostOfOneId))
            {
                var run = CompilerRun.Start(project.Folder, CompilerRun.Sessions, all.Where(other => other != id));
                yield return ($"{id} alone", run, run.Analyzers[ids]);
            }
        }
    }

    private static string[] Cells(CompilerRun run) => [Table.Number(run.Seconds, "0.0"), Table.Number(run.Analyzers.Values.Sum() * 1_000), Percent(run.Share)];

    private static string Percent(double share) => Table.Number(share * 100, "0.00");
}
