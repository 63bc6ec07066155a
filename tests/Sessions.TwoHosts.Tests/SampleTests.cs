using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Sessions.TwoHosts.Tests;

/// <summary>The sample, as a process of its own that starts its own.</summary>
public sealed partial class SampleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData("--sessions", "16")]
    [InlineData("--sessions", "4", "--clients", "4")]
    [InlineData("--sessions", "16", "--affinity")]
    [InlineData("--sessions", "4", "--clients", "4", "--leases")]
    public async Task Each_acknowledged_turn_is_there_exactly_once_though_a_host_is_killed(params string[] options)
    {
        OwnServer.SkipIfMissing();
        using var sample = Start(["--turns", "400", .. options]);
        var (exitCode, output, error) = await EndAsync(sample);

        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        Assert.Contains("is killed after", output, StringComparison.Ordinal);
        Assert.Contains("is back after", output, StringComparison.Ordinal);
        Assert.Equal(
            ["acknowledged turns 400", "in the database 400", "missing 0", "twice 0", "torn 0"],
            output.Split('\n').SkipWhile(line => !line.StartsWith("acknowledged", StringComparison.Ordinal)).Take(5).Select(line => Spaces().Replace(line, " ")));
        AssertNothingIsLeft(output);
    }

    [Fact]
    public async Task It_leaves_nothing_when_it_is_stopped()
    {
        OwnServer.SkipIfMissing();
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        using var sample = Start("--seconds", "600");
        var begun = new List<string?>();
        while (begun is not [.., ['3', '2', ' ', ..]])
        {
            begun.Add(await sample.StandardOutput.ReadLineAsync());
        }

        (await CommandLine.RunAsync(".", "kill", "-INT", $"{sample.Id}")).OrThrow();
        var (exitCode, _, error) = await EndAsync(sample);

        Assert.Equal("Stopped. The hosts and the database are gone.\n", error);
        Assert.Equal(130, exitCode);
        AssertNothingIsLeft(string.Join('\n', begun));
    }

    [Theory]
    [InlineData("'--fast' is not understood.", "--fast")]
    [InlineData("'no' is not a number above 0.", "--turns", "no")]
    public async Task What_it_does_not_understand_it_says(string reason, params string[] arguments)
    {
        using var sample = Start(arguments);
        var (exitCode, _, error) = await EndAsync(sample);

        Assert.Equal(2, exitCode);
        Assert.StartsWith(reason, error, StringComparison.Ordinal);
    }

    private static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "TwoHosts.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static async Task<(int ExitCode, string Output, string Error)> EndAsync(Process sample)
    {
        var output = sample.StandardOutput.ReadToEndAsync();
        var error = sample.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            await sample.WaitForExitAsync(timeout.Token);
        }
        finally
        {
            sample.Kill(entireProcessTree: true);
        }

        return (sample.ExitCode, (await output).ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));
    }

    /// <summary>Nobody listens any more at the addresses that the sample has printed.</summary>
    private static void AssertNothingIsLeft(string output)
    {
        var ports = Address().Matches(output).Select(match => int.Parse(match.Groups["port"].Value, System.Globalization.CultureInfo.InvariantCulture)).Distinct().ToList();
        Assert.Equal(3, ports.Count);
        Assert.DoesNotContain(System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners(), listener => ports.Contains(listener.Port));
    }

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"127\.0\.0\.1:(?<port>\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Address();
}
