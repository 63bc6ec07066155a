namespace Sessions.Package.Tests;

/// <summary>
/// The program that the design has for Microsoft Agent Framework, word for word, and then what it printed: an agent of the framework's,
/// typed state on its session, a history of ours, its sessions in a store, and an agent of ours as one of its.
/// </summary>
public sealed class AgentFrameworkPackageTests(PackedPackages packages)
{
    private readonly ConsumerProject _project = packages.Copy("Durable");

    /// <summary>Frameworks, and languages: without one, that of the framework. Each is a build of its own.</summary>
    public static TheoryData<string, string?> Compilers { get; } = new(TestScale.Sample<(string, string?)>(
    [
        ("net8.0", "12"),
        ("net8.0", "14"),
        ("net8.0", null),
        ("net10.0", "14"),
        ("net10.0", "12"),
        ("net10.0", null),
    ], atLeast: 2));

    public static TheoryData<string> Frameworks { get; } = new(TestScale.Sample(["net8.0", "net10.0"]));

    [Theory]
    [MemberData(nameof(Compilers))]
    public async Task The_program_of_the_design_compiles_without_a_warning_and_is_gone_on_with_in_a_second_process(string framework, string? language)
    {
        string[] options = language is null ? [] : [$"-p:LangVersion={language}"];
        var build = (await _project.BuildAsync(["--framework", framework, "--output", "out", "-warnaserror", .. options])).OrThrow();

        Assert.DoesNotContain("warning", build, StringComparison.Ordinal);
        await AssertConversationAsync("out/Durable.dll");
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task It_publishes_with_native_AOT_without_a_warning_of_ours_or_theirs_and_runs(string framework)
    {
        NativeAot.SkipWithoutLinker();
        await NativeAot.PublishAsync(_project, "Durable", framework);
        await AssertConversationAsync("aot/Durable");
    }

    private async Task AssertConversationAsync(string program)
    {
        var first = await _project.RunAsync(program);
        var second = await _project.RunAsync(program);

        Assert.Equal(Printed(TurnOf(first), "I was sent Hello again.; And now?", 3, "skiing"), first);
        Assert.Equal(Printed(TurnOf(first), "I was sent Hello again.; And now?; And now?", 5, "skiing, skiing"), second);
    }

    // The line ends with a space.
    private const string NoIssues = "";

    private static string TurnOf(string printed) => printed.Split("in turn ")[1].Split('\n')[0];

    /// <summary>The turn with a key is the same in both processes; what follows it is the session's next.</summary>
    private static string Printed(string turn, string resumed, int revision, string kept) => $$"""
        state: Alice likes hiking, version 1
        key: acme/alice-42
        again: I was sent Hello again., in turn {{turn}}
        issues: {{NoIssues}}
        resumed: {{resumed}}
        pointer: {"tenant":"acme","sessionId":"alice-42","agent":"Guide","revision":{{revision}}}
        kept: {{kept}}
        history: I was sent Where to?; In May.
        ours: I was sent And you?

        """.ReplaceLineEndings("\n");
}
