using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Sessions.Benchmarks;

/// <summary>One run of the SDK's compiler in a process of its own, and what it says that the analyzers took.</summary>
/// <param name="Seconds">The time of the process.</param>
/// <param name="Analyzers">The time of each analyzer, by the ids that it reports.</param>
internal sealed partial record CompilerRun(double Seconds, IReadOnlyDictionary<string, double> Analyzers)
{
    private static readonly ILookup<string, string> Located = typeof(CompilerRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .ToLookup(static metadata => metadata.Key, static metadata => metadata.Value!);

    private static readonly string Generator = Path.Combine(AppContext.BaseDirectory, "Sessions.Generators.dll");

    /// <summary>The analyzers of this repository.</summary>
    public static string[] Sessions { get; } = [Path.Combine(AppContext.BaseDirectory, "Sessions.Analyzers.dll")];

    /// <summary>The time of all analyzers, as a part of the process's.</summary>
    public double Share => Analyzers.Values.Sum() / Seconds;

    /// <summary>The analyzers that a project gets by a reference to the package.</summary>
    public static string[] OfPackage(string package) => [.. Located[package]];

    /// <summary>Compiles the files of a folder with one thread.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="analyzers">The assemblies with analyzers. The generator of session state runs beside them.</param>
    /// <param name="silenced">Ids that are turned off.</param>
    /// <exception cref="InvalidOperationException">There are errors.</exception>
    public static CompilerRun Start(string folder, IEnumerable<string> analyzers, params IEnumerable<string> silenced)
    {
        var arguments = Path.Combine(folder, "arguments.rsp");
        File.WriteAllLines(
            arguments,
            [
                "/nologo /nostdlib+ /target:library /nullable:enable /langversion:latest /optimize+ /debug:portable /deterministic /parallel- /reportanalyzer",
                $"/out:\"{Path.Combine(folder, "Project.dll")}\"",
                .. Located["Reference"].Select(static path => $"/reference:\"{path}\""),
                .. analyzers.Append(Generator).Select(static path => $"/analyzer:\"{path}\""),
                .. silenced.Select(static id => $"/nowarn:{id}"),
                $"\"{Path.Combine(folder, "*.cs")}\"",
            ]);
        var start = new ProcessStartInfo("dotnet", [Located["Compiler"].Single(), "/noconfig", $"@{arguments}"])
        {
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" },
        };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var seconds = watch.Elapsed.TotalSeconds;
        return process.ExitCode == 0
            ? new CompilerRun(seconds, Read(output))
            : throw new InvalidOperationException($"The compiler failed: {output.Split('\n').FirstOrDefault(static line => line.Contains(": error ", StringComparison.Ordinal)) ?? output}");
    }

    // "<0.001" is a time too.
    private static Dictionary<string, double> Read(string output) => AnalyzerRow().Matches(output)
        .GroupBy(static row => row.Groups["ids"].Value)
        .ToDictionary(static rows => rows.Key, static rows => rows.Sum(static row => double.Parse(row.Groups["time"].Value, CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"^ *<?(?<time>[\d.]+) +<?\d+ +[\w.]+ \((?<ids>[A-Za-z]+\d+(, [A-Za-z]+\d+)*)\)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex AnalyzerRow();
}
