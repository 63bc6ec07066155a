namespace Sessions.Package.Tests;

/// <summary>A first program: typed state, an audit and a store, as methods of C# 12 and as properties of C# 14.</summary>
public sealed class QuickConsumerTests(PackedPackages packages)
{
    private const string FirstMessage = "My name is Alice.";
    private const string SecondMessage = "Who am I?";

    private readonly ConsumerProject _project = packages.Copy("Quick");

    [Fact]
    public async Task A_conversation_goes_on_in_a_second_process()
    {
        (await _project.BuildAsync("--framework", "net10.0", "--output", "out")).OrThrow();
        await AssertConversationAsync("out/Consumer.dll");
    }

    [Fact]
    public async Task A_compiler_older_than_C_sharp_14_builds_it()
    {
        var build = (await _project.BuildAsync("--framework", "net8.0", "--output", "old", "-p:OlderCompiler=4.14.0", "-p:LangVersion=preview", "-v:normal")).OrThrow();

        Assert.Contains("microsoft.net.compilers.toolset/4.14.0", build.Replace('\\', '/'), StringComparison.Ordinal);
        Assert.DoesNotContain("warning", build, StringComparison.Ordinal);
        await AssertConversationAsync("old/Consumer.dll");
    }

    [Fact]
    public async Task A_misuse_shows_its_diagnostic_in_the_build()
    {
        File.Move(_project.PathOf("Misuse.txt"), _project.PathOf("Misuse.cs"));
        var build = await _project.BuildAsync("--framework", "net10.0");

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains("Misuse.cs(8,22): error SESS001", build.Output, StringComparison.Ordinal);
        Assert.Contains("Misuse.cs(17,41): warning SESS301", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_publishes_with_native_AOT_without_a_warning_and_runs()
    {
        NativeAot.SkipWithoutLinker();
        await NativeAot.PublishAsync(_project, "Consumer");
        await AssertConversationAsync("aot/Consumer");
    }

    private async Task AssertConversationAsync(string program)
    {
        Assert.Equal(
            $"answer: I was sent {FirstMessage}\nvisits: 1 [{FirstMessage}]\naudited: s#1 user | s#1 assistant\ndocument: 1 turns\n",
            await _project.RunAsync(program, "conversation.db", FirstMessage));
        Assert.Equal(
            $"answer: I was sent {FirstMessage}; {SecondMessage}\nvisits: 2 [{FirstMessage}, {SecondMessage}]\naudited: s#2 user | s#2 assistant\ndocument: 2 turns\n",
            await _project.RunAsync(program, "conversation.db", SecondMessage));
    }
}
