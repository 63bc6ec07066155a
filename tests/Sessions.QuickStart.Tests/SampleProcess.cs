using System.Diagnostics;

namespace Sessions.QuickStart.Tests;

/// <summary>What a run of the sample left.</summary>
public sealed record SampleRun(int ExitCode, string Output, string Error);

/// <summary>Runs the sample as a process of its own, in a directory of its own.</summary>
public sealed class SampleProcess : IDisposable
{
    private static readonly string[] ModelVariables =
        ["ANTHROPIC_API_KEY", "ANTHROPIC_MODEL", "ANTHROPIC_BASE_URL", "OPENAI_API_KEY", "OPENAI_MODEL", "OPENAI_BASE_URL"];

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("quickstart-").FullName;

    public Task<SampleRun> RunAsync(params string[] arguments) => RunAsync("", [], arguments);

    public async Task<SampleRun> RunAsync(string input, IReadOnlyList<(string Name, string Value)> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "QuickStart.dll"), .. arguments])
        {
            WorkingDirectory = Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var variable in ModelVariables)
        {
            start.Environment.Remove(variable);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        finally
        {
            process.Kill();
        }

        return new SampleRun(process.ExitCode, await output, await error);
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
