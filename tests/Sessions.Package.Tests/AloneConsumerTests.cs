namespace Sessions.Package.Tests;

/// <summary>A project that adds the package for Microsoft Agent Framework, and nothing else, has what works at compile time too.</summary>
public sealed class AloneConsumerTests(PackedPackages packages)
{
    private readonly ConsumerProject _project = packages.Copy("Alone");

    [Theory]
    [InlineData("net8.0")]
    [InlineData("net10.0")]
    public async Task The_accessors_are_there_for_the_sessions_of_both(string framework)
    {
        var build = (await _project.BuildAsync("--framework", framework, "--output", "out", "-warnaserror")).OrThrow();

        Assert.DoesNotContain("warning", build, StringComparison.Ordinal);
        Assert.Equal("Alice: hiking\nBob: skiing\n", await _project.RunAsync("out/Alone.dll"));
    }

    [Fact]
    public async Task A_misuse_of_its_agents_shows_its_diagnostic_in_the_build()
    {
        File.Move(_project.PathOf("Misuse.txt"), _project.PathOf("Misuse.cs"));
        var build = await _project.BuildAsync("--framework", "net10.0");

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains("Misuse.cs(8,22): error SESS001", build.Output, StringComparison.Ordinal);
        Assert.Contains("Misuse.cs(17,41): warning SESS301", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_fix_of_a_misuse_comes_along()
    {
        File.Move(_project.PathOf("Misuse.txt"), _project.PathOf("Misuse.cs"));
        (await _project.DotnetAsync("restore")).OrThrow();

        await _project.FixAsync("SESS001", "error");

        Assert.Contains("public sealed partial record NotPartial;", await _project.ReadAsync("Misuse.cs"), StringComparison.Ordinal);
    }
}
