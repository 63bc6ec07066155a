namespace Sessions.Package.Tests;

/// <summary>A framework that the package does not have is said once, instead of by what the compiler makes of it.</summary>
public sealed class FrameworkTests(PackedPackages packages)
{
    private const string Project = "Framework.csproj";

    private readonly ConsumerProject _project = packages.Copy("Framework");

    [Theory]
    [InlineData("net6.0", "net6.0")]
    [InlineData("netcoreapp3.1", "netcoreapp3.1")]
    [InlineData("netstandard2.0", "netstandard2.0")]
    [InlineData("net48", "net48")]
    [InlineData("net8.0;net6.0;netstandard2.1", "net6.0", "netstandard2.1")]
    public async Task An_older_framework_gets_one_error(string frameworks, params string[] refused)
    {
        await _project.ReplaceAsync(Project, "FRAMEWORKS", frameworks);

        var build = await _project.BuildAsync();

        Assert.NotEqual(0, build.ExitCode);
        Assert.Equal(refused.Select(framework => $"Sessions.Runtime supports net8.0 and later, and 'Framework.csproj' targets {framework}."), Errors(build.Output));
    }

    [Fact]
    public async Task Later_frameworks_are_built()
    {
        await _project.ReplaceAsync(Project, "FRAMEWORKS", "net8.0;net10.0");
        await _project.WriteAsync("sessions.lock.json", "{}");
        (await _project.DotnetAsync("restore")).OrThrow();
        await _project.FixAsync("SESS401", "info");

        (await _project.BuildAsync("-t:ShipSessionState")).OrThrow();

        Assert.Contains("\"status\": \"shipped\"", await _project.ReadAsync("sessions.lock.json"), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Errors(string output) => output.Split('\n')
        .Where(line => line.Contains(": error", StringComparison.Ordinal))
        .Select(line => line[(line.IndexOf(" : ", StringComparison.Ordinal) + 3)..])
        .Select(line => line[..(line.IndexOf(". ", StringComparison.Ordinal) + 1)])
        .Distinct()
        .Order(StringComparer.Ordinal);
}
