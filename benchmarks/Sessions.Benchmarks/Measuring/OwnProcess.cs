using System.Diagnostics;

namespace Sessions.Benchmarks;

/// <summary>This program, started again to measure one thing in a process that has done nothing else.</summary>
internal static class OwnProcess
{
    /// <summary>Runs the program with such arguments.</summary>
    /// <returns>The lines that it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string[]> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(OwnProcess).Assembly.Location, .. arguments]) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"The process '{arguments[0]}' did not start.");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : throw new InvalidOperationException($"The process '{arguments[0]}' failed.");
    }
}
