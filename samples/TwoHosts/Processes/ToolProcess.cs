using System.Diagnostics;

namespace TwoHosts.Processes;

/// <summary>Runs a tool to its end.</summary>
internal static class ToolProcess
{
    /// <exception cref="InvalidOperationException">The tool failed; the message has what it said.</exception>
    public static async Task RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'{program} {string.Join(' ', arguments)}' failed:\n{await output}{await error}");
        }
    }
}
