using Sessions.Analyzers.Lock;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Lock;

/// <summary>SESS410: members under <c>#if</c>, in a project of several target frameworks.</summary>
public sealed class ConditionalStateTests
{
    private static readonly string File = LockTexts.File(LockTexts.Entry("Prefs", LockTexts.Shipped(1, "Prefs", "\"B\": \"int\"", "\"New\": \"int\"")));

    [Theory]
    [InlineData("public int B { get; init; }\n#if SINCE\npublic int New { get; init; }\n#endif\n")]
    [InlineData("public int B { get; init; }\n#if SINCE\n[JsonPropertyName(\"New\")] public int Other { get; init; }\n#endif\n")]
    [InlineData("public int B { get; init; }\n#if !SINCE\n#else\npublic int New { get; init; }\n#endif\n")]
    [InlineData("public int B { get; init; }\n#if SINCE\npublic int New { get; init; }\n#else\npublic long New { get; init; }\n#endif\n")]
    [InlineData("public int B { get; init; }\n#if SINCE\n#if NEVER\n#else\npublic int New { get; init; }\n#endif\n#endif\n")]
    public async Task Member_that_depends_on_the_framework_is_reported_with_the_frameworks(string members)
    {
        var messages = await DiagnoseAsync(members, Many);
        Assert.Equal(
            ["SESS410: 'Prefs' is not the same for all target frameworks: 'New' is under #if, and is not for net8.0 what sessions.lock.json says; declare it alike for net8.0, net9.0, net10.0"],
            messages);
    }

    [Fact]
    public async Task Member_that_only_this_framework_has_is_reported_too() =>
        Assert.StartsWith("SESS410: 'Prefs' is not the same for all target frameworks: 'More' is under #if", Assert.Single(await DiagnoseAsync("public int B { get; init; } public int New { get; init; }\n#if !SINCE\npublic int More { get; init; }\n#endif\n", Many)), StringComparison.Ordinal);

    [Fact]
    public async Task Member_of_a_type_inside_is_seen()
    {
        var file = LockTexts.File(LockTexts.Entry("Prefs", LockTexts.Draft(1, "Prefs", "\"Home\": \"Place\"").With("\"Place\": {\n          \"City\": \"string\"\n        }")));
        var messages = await DiagnoseAsync("public Place Home { get; init; } = new(); }\npublic sealed record Place {\n#if SINCE\npublic string City { get; init; } = \"\";\n#endif\n", Many, file);
        Assert.StartsWith("SESS410: 'Prefs' is not the same for all target frameworks: 'City' is under #if", Assert.Single(messages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public int B { get; init; }")]
    [InlineData("public int B { get; init; }\npublic string Text =>\n#if SINCE\n\"new\";\n#else\n\"old\";\n#endif\n")]
    public async Task Member_that_is_gone_for_all_is_reported_as_such(string members) => Assert.StartsWith("SESS403", Assert.Single(await DiagnoseAsync(members, Many)), StringComparison.Ordinal);

    [Fact]
    public async Task One_framework_has_no_other() => Assert.StartsWith(
        "SESS403",
        Assert.Single(await DiagnoseAsync("public int B { get; init; }\n#if SINCE\npublic int New { get; init; }\n#endif\n", One)),
        StringComparison.Ordinal);

    [Fact]
    public async Task Framework_that_is_as_the_file_has_it_is_silent() =>
        Assert.Empty(await DiagnoseAsync("public int B { get; init; }\n#if !SINCE\npublic int New { get; init; }\n#endif\n", Many));

    private static BuildProperties Many => new(("TargetFramework", "net8.0"), ("SessionsTargetFrameworks", "net8.0, net9.0, net10.0"));

    private static BuildProperties One => new(("TargetFramework", "net8.0"), ("SessionsTargetFrameworks", "net8.0"));

    private static async Task<IEnumerable<string>> DiagnoseAsync(string members, BuildProperties build, string? file = null)
    {
        var compilation = TestCompilation.Create($"using System.Text.Json.Serialization;\n[AgentSessionState]\npublic sealed partial record Prefs\n{{\n{members}}}");
        var output = GeneratorRun.Of(compilation, Generators.All).Output;
        var diagnostics = await AnalyzerTest.Diagnose(output, [new LockFileAnalyzer()], new LockFileText(file ?? File), build);
        return diagnostics.Select(diagnostic => $"{diagnostic.Id}: {diagnostic.GetMessage(null)}");
    }
}
