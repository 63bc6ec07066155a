using Sessions.Benchmarks;

(string Name, Func<Task> Run)[] benchmarks =
[
    ("json", () => { JsonBenchmark.Run(); return Task.CompletedTask; }),
    ("get", GetBenchmark.RunAsync),
    ("turns", () => { TurnBenchmark.Run(); return Task.CompletedTask; }),
    ("generator", () => { GeneratorBenchmark.Run(); return Task.CompletedTask; }),
];

var chosen = args is ["all"] ? benchmarks : benchmarks.Where(benchmark => args.Contains(benchmark.Name)).ToArray();
if (chosen.Length == 0)
{
    Console.Error.WriteLine($"Which benchmark? {string.Join(", ", benchmarks.Select(benchmark => benchmark.Name))}, or all.");
    return 1;
}

foreach (var benchmark in chosen)
{
    await benchmark.Run();
}

return 0;
