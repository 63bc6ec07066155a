using System.Diagnostics;
using System.Text;

namespace Sessions.TestKit;

/// <summary>Runs a program to its end.</summary>
public static class CommandLine
{
    /// <summary>What a program printed, standard output and standard error together, and how it ended.</summary>
    public sealed record Result(string Command, int ExitCode, string Output)
    {
        public string OrThrow() => ExitCode == 0 ? Output : throw new InvalidOperationException($"'{Command}' ended with {ExitCode}:\n{Output}");
    }

    public static async Task<Result> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the test run's own build and host have set is not what a user's shell has.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) && name != "MSBUILDDISABLENODEREUSE" || name is "CI").ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"'{program}' did not start.");
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await process.WaitForExitAsync();
        return new Result($"{program} {string.Join(' ', arguments)}", process.ExitCode, output.ToString());

        void Append(string? line)
        {
            if (line is not null)
            {
                lock (output)
                {
                    output.AppendLine(line);
                }
            }
        }
    }
}
