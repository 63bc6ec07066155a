namespace Sessions.Package.Tests;

/// <summary>A framework that the package does not have is said once, instead of by what the compiler makes of it.</summary>
public sealed class FrameworkTests(PackedPackages packages)
{
    private const string Project = "Framework.csproj";

    private const string Shipped = """
        {
          "Plan": {
            "1": {
              "status": "shipped",
              "type": "Framework.Plan",
              "shapes": {
                "Framework.Plan": {
                  "Next": "string?"
                }
              }
            }
          }
        }

        """;

    private readonly ConsumerProject _project = packages.Copy("Framework");

    /// <summary>Every case is a build of its own.</summary>
    public static TheoryData<string, string[]> OlderFrameworks { get; } = new(TestScale.Sample<(string, string[])>(
    [
        ("net8.0;net6.0;netstandard2.1", ["net6.0", "netstandard2.1"]),
        ("net6.0", ["net6.0"]),
        ("netcoreapp3.1", ["netcoreapp3.1"]),
        ("netstandard2.0", ["netstandard2.0"]),
        ("net48", ["net48"]),
    ]));

    /// <summary>What shipped with one member, and has another since, for one framework: by <c>#if</c>, or in a file of its own.</summary>
    public static TheoryData<string, string, string> MembersOfOneFramework { get; } = new(TestScale.Sample<(string, string, string)>(
    [
        ("namespace Framework;", "namespace Framework;\n\n#if NET10_0_OR_GREATER\npublic sealed partial record Plan\n{\n    public int Days { get; init; }\n}\n#endif\n", "SESS403"),
        ("public sealed partial record Plan\n{", "public sealed partial record Plan\n{\n#if NET10_0_OR_GREATER\n    public int Days { get; init; }\n#endif", "SESS410"),
    ]));

    [Theory]
    [MemberData(nameof(OlderFrameworks))]
    public async Task An_older_framework_gets_one_error(string frameworks, string[] refused)
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

    [Theory]
    [MemberData(nameof(MembersOfOneFramework))]
    public async Task A_member_of_one_framework_is_never_migrated_away_for_the_others(string old, string @new, string reported)
    {
        await _project.ReplaceAsync(Project, "FRAMEWORKS", "net8.0;net10.0");
        await _project.WriteAsync("sessions.lock.json", Shipped.Replace("\"Next\"", "\"Days\": \"int\",\n          \"Next\"", StringComparison.Ordinal));
        await _project.ReplaceAsync("Plan.cs", old, @new);
        var (source, file) = (await _project.ReadAsync("Plan.cs"), await _project.ReadAsync("sessions.lock.json"));

        var build = await _project.BuildAsync();
        Assert.Contains($"error {reported}", build.Output, StringComparison.Ordinal);
        Assert.All(build.Output.Split('\n').Where(line => line.Contains("error SESS", StringComparison.Ordinal)), line => Assert.Contains("TargetFramework=net8.0", line, StringComparison.Ordinal));

        await _project.FixAsync("SESS405", "warn");
        await _project.FixAsync("SESS403", "error");
        Assert.Equal(source, await _project.ReadAsync("Plan.cs"));
        Assert.Equal(file, await _project.ReadAsync("sessions.lock.json"));
    }

    private static IEnumerable<string> Errors(string output) => output.Split('\n')
        .Where(line => line.Contains(": error", StringComparison.Ordinal))
        .Select(line => line[(line.IndexOf(" : ", StringComparison.Ordinal) + 3)..])
        .Select(line => line[..(line.IndexOf(". ", StringComparison.Ordinal) + 1)])
        .Distinct()
        .Order(StringComparer.Ordinal);
}
