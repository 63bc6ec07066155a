namespace Sessions.Package.Tests;

/// <summary>What <c>ShipSessionState</c> marks was held against the code, whatever a project switches off.</summary>
public sealed class ShippingTests(PackedPackages packages)
{
    private const string LockFile = "sessions.lock.json";
    private const string Settings = "Directory.Build.targets";
    private const string NotAsTheCode = "Draft version 1 of state 'Profile'";
    private const string NotHeld = "error : Nothing has held the lock file against the code";

    private const string Draft = """
        {
          "Plan": { "1": { "status": "draft", "type": "Locked.Plan", "shapes": { "Locked.Plan": { "Next": "string?" } } } },
          "Profile": { "1": { "status": "draft", "type": "Locked.Profile", "shapes": { "Locked.Profile": { "Level": "int", "Name": "string?" } } } },
          "Visits": { "1": { "status": "draft", "type": "Locked.Visits", "shapes": { "Locked.Visits": { "Count": "int", "Messages": "string[]" } } } }
        }

        """;

    private static readonly string Stale = Draft.Replace("\"Level\": \"int\"", "\"Level\": \"long\"", StringComparison.Ordinal);

    private readonly ConsumerProject _project = packages.Copy("Locked");

    /// <summary>Ways to keep the difference from being told: properties of the build, or files of the project. Each is a build of its own.</summary>
    private static readonly Way[] Ways =
    [
        new(NotAsTheCode),
        new(NotAsTheCode, Property: "RunAnalyzersDuringBuild=false"),
        new(NotAsTheCode, Property: "WarningsNotAsErrors=SESS402"),
        new(NotAsTheCode, Property: "EmitCompilerGeneratedFiles=false"),
        new("no project with a sessions.lock.json", Property: "SessionsIsShipping=false"),
        new(NotAsTheCode, Settings, "<Project><PropertyGroup><RunAnalyzers>false</RunAnalyzers><NoWarn>$(NoWarn);SESS402</NoWarn></PropertyGroup></Project>"),
        new(NotAsTheCode, Property: "RunAnalyzers=false"),
        new(NotAsTheCode, Property: "NoWarn=SESS402"),
        new(NotHeld, Property: "SkipCompilerExecution=true"),
        new(NotAsTheCode, ".globalconfig", "is_global = true\ndotnet_diagnostic.SESS402.severity = none\n"),
        new(NotAsTheCode, ".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.SESS402.severity = none\n"),
        new(NotAsTheCode, "Suppressions.cs", "[assembly: System.Diagnostics.CodeAnalysis.SuppressMessage(\"Sessions.Lock\", \"SESS402\")]"),
        new(NotHeld, Settings, "<Project><Target Name=\"Out\" BeforeTargets=\"CoreCompile\"><ItemGroup><AdditionalFiles Remove=\"@(AdditionalFiles)\" /></ItemGroup></Target></Project>"),
        new(NotHeld, Settings, "<Project><Target Name=\"Out\" BeforeTargets=\"CoreCompile\"><ItemGroup><Analyzer Remove=\"@(Analyzer)\" Condition=\"'%(Filename)' == 'Sessions.Analyzers'\" /></ItemGroup></Target></Project>"),
    ];

    [Fact]
    public async Task Nothing_that_differs_from_the_code_is_marked_whatever_is_switched_off()
    {
        await _project.WriteAsync(LockFile, Stale);
        (await _project.BuildAsync()).OrThrow();
        foreach (var way in TestScale.Sample(Ways, atLeast: 4))
        {
            await TryAsync(way);
        }

        await _project.ReplaceAsync("Profile.cs", "namespace", "#pragma warning disable SESS402\nnamespace");
        await AssertRefusedAsync(NotAsTheCode);
    }

    [Fact]
    public async Task What_is_as_the_code_is_marked_whatever_is_switched_off()
    {
        await _project.WriteAsync(LockFile, Draft);
        await _project.WriteAsync(Settings, "<Project><PropertyGroup><RunAnalyzers>false</RunAnalyzers><NoWarn>$(NoWarn);SESS402</NoWarn></PropertyGroup></Project>");
        (await _project.BuildAsync("-t:ShipSessionState")).OrThrow();
        Assert.Equal(3, await CountAsync("\"status\": \"shipped\""));
    }

    [Fact]
    public async Task State_without_a_migration_is_not_marked()
    {
        await _project.WriteAsync(LockFile, Draft.Replace("\"Profile\": { \"1\"", "\"Profile\": { \"2\"", StringComparison.Ordinal));
        await _project.ReplaceAsync("Profile.cs", "[AgentSessionState]", "[AgentSessionState(Version = 2)]");
        await AssertRefusedAsync("has no migration from version 1", "-p:RunAnalyzers=false", "-p:NoWarn=SESS005");
    }

    [Theory]
    [InlineData("\"status\": \"draft\"", "\"\\u0073tatus\"  :\t\"dr\\u0061ft\"")]
    [InlineData("{\n  \"Plan\"", "\uFEFF\r\n{\r\n\"Plan\"")]
    public async Task A_file_is_shipped_however_it_is_spelled(string old, string spelling)
    {
        await _project.WriteAsync(LockFile, Draft.Replace(old, spelling, StringComparison.Ordinal));
        (await _project.BuildAsync("-t:ShipSessionState")).OrThrow();
        Assert.Equal(3, await CountAsync("\"status\": \"shipped\""));
        Assert.Equal(0, await CountAsync("draft"));
    }

    private async Task TryAsync(Way way)
    {
        if (way.File is not null)
        {
            await _project.WriteAsync(way.File, way.Text!);
        }

        await AssertRefusedAsync(way.Reason, way.Property is null ? [] : [$"-p:{way.Property}"]);
        if (way.File is not null)
        {
            File.Delete(_project.PathOf(way.File));
        }
    }

    private async Task AssertRefusedAsync(string reason, params string[] switches)
    {
        var before = await _project.ReadAsync(LockFile);
        var refused = await _project.BuildAsync(["-t:ShipSessionState", .. switches]);
        Assert.True(refused.ExitCode != 0, $"'{refused.Command}' marked what was not held against the code:\n{refused.Output}");
        Assert.Contains(reason, refused.Output, StringComparison.Ordinal);
        Assert.Equal(before, await _project.ReadAsync(LockFile));
    }

    private async Task<int> CountAsync(string text) => (await _project.ReadAsync(LockFile)).Split(text).Length - 1;

    /// <summary>One way, and why nothing is marked all the same.</summary>
    private sealed record Way(string Reason, string? File = null, string? Text = null, string? Property = null);
}
