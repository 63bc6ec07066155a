using System.Diagnostics;

namespace Sessions.Benchmarks;

/// <summary>
/// The JIT compiler's optimization by a profile: a setting of the process, so that each benchmark has one of its own. Where both
/// contenders go through the same code, the compiler favours whichever it happened to see more of: some percent either way, another in
/// each process. Where they do not, everybody has the profile.
/// </summary>
internal static class JitProfile
{
    private const string Variable = "DOTNET_TieredPGO";

    /// <summary>Whether this process has been told what to do, by whoever started it.</summary>
    public static bool IsChosen => Environment.GetEnvironmentVariable(Variable) is not null;

    /// <summary>Runs a benchmark in a process with the profile, or in one without.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string benchmark, bool isProfiled)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(JitProfile).Assembly.Location, benchmark]);
        start.Environment[Variable] = isProfiled ? "1" : "0";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"Benchmark '{benchmark}' did not start.");
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
