using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sessions.Analyzers.Lock;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Lock;

/// <summary>What a build that ships writes: the shipped file, or what is against it.</summary>
public sealed class ShippingGeneratorTests
{
    private const string Trip = "[AgentSessionState] public sealed partial record Trip { public string? Goal { get; init; } }";

    private const string Draft = """
        {
          "Trip": {
            "1": {
              "status": "draft",
              "type": "Trip",
              "shapes": {
                "Trip": {
                  "Goal": "string?"
                }
              }
            }
          }
        }

        """;

    private static readonly string Shipped = Draft
        .Replace("draft", "shipped", StringComparison.Ordinal)
        .Replace("\n      }\n    }", "\n      },\n      \"sample\": {\n        \"Goal\": \"Goal\"\n      }\n    }", StringComparison.Ordinal);

    /// <summary>Each spelling of each kind of token, that the reader takes.</summary>
    public static TheoryData<string, string> Spellings => new()
    {
        { "\"status\": ", "\"status\":" },
        { "\"status\": ", "\"status\"\t :\r\n" },
        { "status", "\\u0073tatus" },
        { "draft", "dr\\u0061ft" },
        { "Goal", "G\\u006Fal" },
        { "\n", "" },
        { "\n", "\r\n" },
        { "\n", "\r" },
        { "  ", "" },
        { "  ", "\t" },
        { "\"draft\",", "\"draft\"\n\n\n," },
        { "\"status\": \"draft\",\n      \"type\": \"Trip\"", "\"type\": \"Trip\", \"status\": \"draft\"" },
        { "{\n  \"Trip\"", "\n\n {\n  \"Trip\"" },
    };

    [Fact]
    public void Drafts_that_are_as_the_code_are_shipped() => Assert.Equal(Shipped, Ship(Draft, Trip).Shipped);

    [Theory]
    [MemberData(nameof(Spellings))]
    public void Every_spelling_of_a_file_is_shipped(string old, string spelling) => Assert.Equal(Shipped, Ship(Draft.Replace(old, spelling, StringComparison.Ordinal), Trip).Shipped);

    [Fact]
    public void What_shipped_before_there_were_samples_gets_one() => Assert.Equal(Shipped, Ship(Draft.Replace("draft", "shipped", StringComparison.Ordinal), Trip).Shipped);

    [Fact]
    public void A_sample_that_was_recorded_stays()
    {
        var recorded = Shipped.Replace("\"Goal\": \"Goal\"", "\"Goal\": \"Rome\",\n        \"Left\": [\n          true,\n          null,\n          -1.5e+3\n        ]", StringComparison.Ordinal);
        Assert.Equal(recorded, Ship(recorded, Trip).Shipped);
    }

    [Fact]
    public void What_has_shipped_stays_as_it_is() => Assert.Equal(Shipped, Ship(Shipped, Trip).Shipped);

    [Theory]
    [InlineData("SESS402", "Goal", "Aim")]
    [InlineData("SESS404", "public sealed partial record Trip", "public sealed partial record Other { } [AgentSessionState] public sealed partial record Trip")]
    [InlineData("SESS404", "[AgentSessionState]", "[AgentSessionState(Version = 2)] ")]
    public void A_draft_that_is_not_as_the_code_is_refused(string id, string old, string @new) =>
        Assert.Contains(id, Ship(Draft, Trip.Replace(old, @new, StringComparison.Ordinal)).Refused, StringComparison.Ordinal);

    [Theory]
    [InlineData("SESS403", "string? Goal", "int Goal")]
    [InlineData("SESS405", "string? Goal { get; init; }", "string? Goal { get; init; } public int Days { get; init; }")]
    [InlineData("SESS406", "record Trip", "record Journey")]
    public void A_shipped_shape_that_is_not_as_the_code_is_refused(string id, string old, string @new) =>
        Assert.Contains(id, Ship(Shipped, Trip.Replace(old, @new, StringComparison.Ordinal)).Refused, StringComparison.Ordinal);

    [Theory]
    [InlineData("SESS401", "{}")]
    [InlineData("SESS408", "")]
    [InlineData("SESS408", "{ \"Trip\": {} }")]
    [InlineData("SESS408", "<<<<<<<")]
    public void A_file_that_holds_nothing_is_refused(string id, string file) => Assert.Contains(id, Ship(file, Trip).Refused, StringComparison.Ordinal);

    [Fact]
    public void A_version_without_a_migration_is_refused() => Assert.Contains(
        "has no migration from version 1",
        Ship(Draft.Replace("\"1\"", "\"2\"", StringComparison.Ordinal), Trip.Replace("[AgentSessionState]", "[AgentSessionState(Version = 2)]", StringComparison.Ordinal)).Refused,
        StringComparison.Ordinal);

    [Fact]
    public void Suppression_does_not_reach_what_is_refused()
    {
        var refused = Ship(Draft, "#pragma warning disable SESS402\n" + Trip.Replace("Goal", "Aim", StringComparison.Ordinal));
        Assert.Contains("SESS402", refused.Refused, StringComparison.Ordinal);
        Assert.Null(refused.Shipped);
    }

    [Fact]
    public void A_build_that_does_not_ship_writes_nothing()
    {
        var written = Ship(Draft, Trip, isShipping: false);
        Assert.Null(written.Shipped);
        Assert.Null(written.Refused);
    }

    private static (string? Shipped, string? Refused) Ship(string lockFile, string source, bool isShipping = true)
    {
        var driver = CSharpGeneratorDriver.Create(
            [new ShippingGenerator().AsSourceGenerator()],
            [new LockFileText(lockFile)],
            new CSharpParseOptions(LanguageVersion.CSharp14),
            isShipping ? new BuildProperties(("SessionsIsShipping", "true")) : new BuildProperties());
        var result = Assert.Single(driver.RunGenerators(TestCompilation.Create(source)).GetRunResult().Results);
        Assert.Null(result.Exception);
        return (Read("shipped.g.cs"), Read("refused.g.cs"));

        string? Read(string name) => result.GeneratedSources
            .Where(written => written.HintName == name)
            .Select(written => string.Concat(written.SourceText.Lines.Where(line => line.Span.Length > 0).Select(line => line.ToString()[2..] + "\n")))
            .SingleOrDefault();
    }
}
