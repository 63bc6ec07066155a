using Sessions.Benchmarks;

(string Name, bool IsProfiled, Func<Task> Run)[] benchmarks =
[
    ("json", false, () => { JsonBenchmark.Run(); return Task.CompletedTask; }),
    ("get", false, GetBenchmark.RunAsync),
    ("turns", true, () => { TurnBenchmark.Run(); return Task.CompletedTask; }),
    ("store", true, StoreBenchmark.RunAsync),
    ("postgresql", true, PostgreSqlBenchmark.RunAsync),
    ("framework", true, FrameworkBenchmark.RunAsync),
    ("prefix", false, PrefixBenchmark.RunAsync),
    ("generator", false, () => { GeneratorBenchmark.Run(); return Task.CompletedTask; }),
    ("analyzers", false, () => { AnalyzerBenchmark.Run(); return Task.CompletedTask; }),
];

if (args is [StoreProcesses.Argument, var path, var processName])
{
    await StoreProcesses.RunOneAsync(path, processName);
    return 0;
}

if (args is [StoreMemory.Argument])
{
    await StoreMemory.RunOneAsync();
    return 0;
}

var chosen = args is ["all"] ? benchmarks : benchmarks.Where(benchmark => args.Contains(benchmark.Name)).ToArray();
if (chosen.Length == 0)
{
    Console.Error.WriteLine($"Which benchmark? {string.Join(", ", benchmarks.Select(benchmark => benchmark.Name))}, or all.");
    return 1;
}

foreach (var (name, isProfiled, run) in chosen)
{
    if (JitProfile.IsChosen)
    {
        await run();
    }
    else if (await JitProfile.RunAsync(name, isProfiled) is var exitCode and not 0)
    {
        return exitCode;
    }
}

return 0;
