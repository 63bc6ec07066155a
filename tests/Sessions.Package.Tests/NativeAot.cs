namespace Sessions.Package.Tests;

/// <summary>Publishing ahead of time.</summary>
internal static class NativeAot
{
    /// <summary>Publishes a program, for .NET 8 by default, the oldest that there is, and asserts that it does so without a warning and is native.</summary>
    public static async Task PublishAsync(ConsumerProject project, string program, string framework = "net8.0")
    {
        var publish = await project.DotnetAsync("publish", "--framework", framework, "--use-current-runtime", "--output", "aot", "-p:TreatWarningsAsErrors=true", "-p:TrimmerSingleWarn=false");

        var warnings = publish.OrThrow().Split('\n').Where(line => line.Contains("warning", StringComparison.Ordinal)).ToList();
        Assert.Empty(warnings);
        Assert.False(File.Exists(project.PathOf($"aot/{program}.dll")), "The published program is not native.");
    }

    /// <summary>A continuous build installs what is needed, so there it is an error that it is missing.</summary>
    public static void SkipWithoutLinker() => Assert.SkipUnless(
        HasLinker() || Environment.GetEnvironmentVariable("CI") == "true",
        "Publishing with Native AOT needs a C linker and zlib (on Debian: apt-get install clang zlib1g-dev).");

    private static bool HasLinker() =>
        OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "clang")) || File.Exists(Path.Combine(folder, "gcc")));
}
