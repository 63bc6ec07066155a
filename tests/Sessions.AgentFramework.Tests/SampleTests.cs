using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Sessions.AgentFramework.Tests;

/// <summary>The sample, as a process of its own.</summary>
public partial class SampleTests
{
    [Fact]
    public async Task A_second_process_knows_what_was_said_in_the_first_and_what_a_tool_had_set()
    {
        var (exitCode, output, error) = await RunAsync();

        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        Assert.Equal(
            """
            Process * begins:
              User:    My name is Alice and I love hiking.
              Agent:   Nice to meet you, Alice.
              Session: {"tenant":"acme","sessionId":"alice-42","agent":"ConversationAgent","revision":1}
            Process * goes on:
              User:    What do you remember about me?
              Agent:   Of 5 messages, one says that you are Alice and love hiking.
              State:   Alice likes hiking
              Turns:   2

            """.ReplaceLineEndings("\n"),
            ProcessNumber().Replace(output, "Process *"));
        Assert.InRange(Pointer().Match(output).Length, 1, 99);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "AgentFramework.dll")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        return (process.ExitCode, (await output).ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));
    }

    [GeneratedRegex("Process [0-9]+")]
    private static partial Regex ProcessNumber();

    [GeneratedRegex(@"\{.*\}")]
    private static partial Regex Pointer();
}
