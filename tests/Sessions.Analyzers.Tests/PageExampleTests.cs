using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sessions.Analyzers.Lock;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests;

/// <summary>The examples of the rules' pages are reported where the pages say so, and nowhere else. JSON in front of one is its lock file.</summary>
public sealed class PageExampleTests
{
    private static readonly BuildProperties Frameworks = new(("TargetFramework", "net8.0"), ("SessionsTargetFrameworks", "net8.0, net10.0"));

    // SESS408 is reported in the lock file, SESS201 for the project's language version, SESS016 where another generator runs.
    public static TheoryData<string> Ids => [.. AnalyzerCatalog.Descriptors.Select(descriptor => descriptor.Id).Except(["SESS016", "SESS201", "SESS408"])];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Example_is_reported_where_the_page_says_so(string id)
    {
        var examples = new RulePage(Path.Combine(Repository.Root, "docs", "diagnostics", id + ".md")).Examples;
        Assert.Equal(2, examples.Count);
        Assert.NotEmpty(examples[0].LinesOf(id));
        foreach (var example in examples)
        {
            var lockFile = example.LockFile is { } json ? new Lock.LockFileText(json) : null;
            var diagnostics = await AnalyzerTest.Diagnose(Compile(example.Source, IsOnAgentFramework(id)), AnalyzerCatalog.Analyzers, lockFile, Frameworks);
            Assert.All(diagnostics, diagnostic => Assert.Equal(id, diagnostic.Id));
            Assert.Equal(example.LinesOf(id), diagnostics.Select(diagnostic => diagnostic.Location.GetLineSpan().StartLinePosition.Line));
        }
    }

    /// <summary>What only the framework's types can get wrong is shown with them.</summary>
    private static bool IsOnAgentFramework(string id) => id.StartsWith("SESS5", StringComparison.Ordinal);

    private static CSharpCompilation Compile(string source, bool isOnAgentFramework)
    {
        var written = TestCompilation.Create(source, RulePage.Context).AsProgram();
        var compilation = GeneratorRun.Of(isOnAgentFramework ? written.OnAgentFramework() : written, Generators.All).Output;
        Assert.DoesNotContain(compilation.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return compilation;
    }
}
