using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Sessions.Analyzers.Lock;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Lock;

/// <summary>SESS411: a migration that has shipped is held to what was written, and to nothing that was not.</summary>
public sealed partial class MigrationFingerprintTests
{
    private const string Body = """
        (JsonObject state)
            {
        #if NEW
                state["A"] = 1;
        #elif OTHER
                state["B"] = 2;
        #else
                state["C"] = "three";
        #endif
                // A comment.
                state.Remove("D");
            }
        """;

    /// <summary>What changes nothing of what was written.</summary>
    public static TheoryData<string, string> SameMethods => new()
    {
        { "    ", "\t" },
        { "\n", "\r\n" },
        { "// A comment.", "/* Another, longer one. */ // And more." },
        { "        state.Remove(\"D\");", "\n\n        state . Remove ( /* all */ \"D\" ) ;  \n" },
        { "#if NEW", "#if   NEW // since" },
        { "state[\"A\"] = 1;", "state[\"A\"]   =   1; // one" },
        { "{\n#if", "{\n#pragma warning disable CS0168\n#region All\n#if" },
    };

    /// <summary>What makes it another.</summary>
    public static TheoryData<string, string> OtherMethods => new()
    {
        { "\"D\"", "\"E\"" },
        { "state.Remove(\"D\");", "" },
        { "state.Remove(\"D\");", "state.Remove(\"D\"); state.Remove(\"D\");" },
        { "= 1;", "= 2;" },
        { "\"three\"", "\"Three\"" },
        { "#if NEW", "#if !NEW" },
        { "#elif OTHER", "#elif OLD" },
        { "JsonObject state", "JsonObject? state" },
    };

    [Theory]
    [MemberData(nameof(SameMethods))]
    public void Layout_and_comments_do_not_count(string old, string @new) => Assert.Equal(Fingerprint(Body), Fingerprint(Replace(old, @new)));

    [Theory]
    [MemberData(nameof(OtherMethods))]
    public void Everything_else_counts(string old, string @new) => Assert.NotEqual(Fingerprint(Body), Fingerprint(Replace(old, @new)));

    [Theory]
    [InlineData("NEW")]
    [InlineData("OTHER")]
    [InlineData("NEW", "OTHER")]
    public void Each_target_framework_gives_the_same(params string[] symbols) => Assert.Equal(Fingerprint(Body), Fingerprint(Body, symbols));

    [Fact]
    public void The_name_of_the_method_does_not_count() => Assert.Equal(Fingerprint(Body), Fingerprint(Body, name: "Rename"));

    [Fact]
    public Task An_edited_migration_is_reported_at_the_method() => LockTest.Reports(
        File("0000000000000000"),
        Source("{|SESS411:Step|}", Body),
        "Migration 'Step' is not what has shipped with version 2 of state 'Prefs': values that are migrated already stay as it left them; undo the change, and raise the version to mend them");

    [Fact]
    public Task The_migration_that_has_shipped_is_silent() => LockTest.IsSilent(File(Fingerprint(Body)), Source("Step", Body));

    [Fact]
    public Task A_file_without_fingerprints_is_read() => LockTest.IsSilent(LockTexts.File(LockTexts.Entry("Prefs", LockTexts.Shipped(2, "Prefs", "\"C\": \"string?\""))), Source("Step", Body));

    [Fact]
    public Task The_fix_records_the_migration_as_it_is() =>
        LockTest.Fixes(File("0000000000000000"), Source("{|SESS411:Step|}", Body), File(Fingerprint(Body)), Source("Step", Body));

    [Fact]
    public void Shipping_records_it()
    {
        var file = LockFileReader.Read(LockTexts.File(LockTexts.Entry("Prefs", LockTexts.Draft(2, "Prefs", "\"C\": \"string?\""))));
        var shipped = LockFileWriter.Write(new LockedProject(TestCompilation.Create(Source("Step", Body)), file, frameworks: null).Ship(CancellationToken.None));
        Assert.Equal(Fingerprint(Body), Recorded().Match(shipped).Groups[1].Value);
    }

    private static string Replace(string old, string @new)
    {
        Assert.Contains(old, Body, StringComparison.Ordinal);
        return Body.Replace(old, @new, StringComparison.Ordinal);
    }

    private static string File(string fingerprint) => LockTexts.File(LockTexts.Entry(
        "Prefs",
        LockTexts.Shipped(2, "Prefs", "\"C\": \"string?\"").Replace("\n    }", $",\n      \"migration\": \"{fingerprint}\"\n    }}", StringComparison.Ordinal)));

    private static string Source(string name, string body) => $$"""
        [AgentSessionState(Version = 2)]
        public sealed partial record Prefs
        {
            public string? C { get; init; }

            [StateMigration(From = 1)]
            private static void {{name}}{{body}}
        }
        """;

    private static string Fingerprint(string body, string[]? symbols = null, string name = "Step")
    {
        var tree = CSharpSyntaxTree.ParseText(Source(name, body), new CSharpParseOptions(LanguageVersion.CSharp14, preprocessorSymbols: symbols ?? []), cancellationToken: CancellationToken.None);
        var compilation = CSharpCompilation.Create("Test", [tree], TestCompilation.References, TestCompilation.Options);
        var method = compilation.GetTypeByMetadataName("Prefs")!.GetMembers(name).Single();
        return MigrationFingerprint.Of((Microsoft.CodeAnalysis.IMethodSymbol)method, CancellationToken.None)!;
    }

    [GeneratedRegex("\"migration\": \"([0-9a-f]{16})\"")]
    private static partial Regex Recorded();
}
