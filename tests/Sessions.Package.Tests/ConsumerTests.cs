using System.IO.Compression;

namespace Sessions.Package.Tests;

/// <summary>What a user gets: the packages, in a project of their own.</summary>
public sealed class ConsumerTests(PackedConsumer consumer) : IClassFixture<PackedConsumer>
{
    private const string FirstMessage = "My name is Alice.";
    private const string SecondMessage = "Who am I?";

    [Fact]
    public void The_runtime_package_carries_generator_analyzers_and_code_fixes()
    {
        using var package = ZipFile.OpenRead(Directory.EnumerateFiles(consumer.Feed, "Sessions.Runtime.*.nupkg").Single());
        var entries = package.Entries.Select(entry => entry.FullName).ToList();

        Assert.Contains("lib/net8.0/Sessions.Runtime.dll", entries);
        Assert.Contains("lib/net8.0/Sessions.Runtime.xml", entries);
        Assert.Contains("lib/net10.0/Sessions.Runtime.dll", entries);
        Assert.Contains("analyzers/dotnet/cs/Sessions.Generators.dll", entries);
        Assert.Contains("analyzers/dotnet/cs/Sessions.Analyzers.dll", entries);
        Assert.Contains("analyzers/dotnet/roslyn4.14/cs/Sessions.CodeFixes.dll", entries);
        Assert.Contains("README.md", entries);
        Assert.DoesNotContain(entries, entry => entry.Contains("Microsoft.CodeAnalysis", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_conversation_goes_on_in_a_second_process()
    {
        (await consumer.DotnetAsync("build", "--framework", "net10.0", "--output", "out")).OrThrow();
        await AssertConversationAsync(message => CommandLine.RunAsync(consumer.Folder, "dotnet", Path.Combine("out", "Consumer.dll"), "conversation.db", message));
    }

    [Fact]
    public async Task A_misuse_shows_its_diagnostic_in_the_build()
    {
        var misuse = Path.Combine(consumer.Folder, "Misuse.cs");
        File.Copy(Path.Combine(consumer.Folder, "Misuse.txt"), misuse);
        try
        {
            var build = await consumer.DotnetAsync("build", "--framework", "net10.0", "--output", "misuse");

            Assert.NotEqual(0, build.ExitCode);
            Assert.Contains("Misuse.cs(8,22): error SESS001", build.Output, StringComparison.Ordinal);
            Assert.Contains("Misuse.cs(17,41): warning SESS301", build.Output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(misuse);
        }
    }

    [Fact]
    public async Task It_publishes_with_native_AOT_without_a_warning_and_runs()
    {
        // A continuous build installs them, so there it is an error that they are missing.
        Assert.SkipUnless(
            HasLinker() || Environment.GetEnvironmentVariable("CI") == "true",
            "Publishing with Native AOT needs a C linker and zlib (on Debian: apt-get install clang zlib1g-dev).");
        var publish = await consumer.DotnetAsync("publish", "--framework", "net8.0", "--use-current-runtime", "--output", "aot", "-p:TreatWarningsAsErrors=true", "-p:TrimmerSingleWarn=false");

        Assert.DoesNotContain("warning", publish.OrThrow(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(consumer.Folder, "aot", "Consumer.dll")), "The published program is not native.");
        await AssertConversationAsync(message => CommandLine.RunAsync(consumer.Folder, Path.Combine(consumer.Folder, "aot", "Consumer"), "aot.db", message));
    }

    private static bool HasLinker() =>
        OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "clang")) || File.Exists(Path.Combine(folder, "gcc")));

    private static async Task AssertConversationAsync(Func<string, Task<CommandLine.Result>> say)
    {
        var first = (await say(FirstMessage)).OrThrow().ReplaceLineEndings("\n");
        var second = (await say(SecondMessage)).OrThrow().ReplaceLineEndings("\n");

        Assert.Equal($"answer: I was sent {FirstMessage}\nvisits: 1 [{FirstMessage}]\naudited: s#1 user | s#1 assistant\ndocument: 1 turns\n", first);
        Assert.Equal($"answer: I was sent {FirstMessage}; {SecondMessage}\nvisits: 2 [{FirstMessage}, {SecondMessage}]\naudited: s#2 user | s#2 assistant\ndocument: 2 turns\n", second);
    }
}
