using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests;

/// <summary>The rules hold for the code that they come with.</summary>
public sealed class SelfScanTests
{
    /// <summary>Partial methods and types without their other half: other generators write the methods that log, and JSON metadata.</summary>
    private static readonly string[] GeneratedElsewhere = ["CS8795", "CS0534", "CS7036", "CS0117"];

    /// <summary>What the SDK imports into programs, those for the web among them.</summary>
    private const string ImplicitUsings = """
        global using System.IO;
        global using System.Net.Http;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    public static TheoryData<string> Samples => [.. Directory.EnumerateDirectories(Path.Combine(Repository.Root, "samples")).Select(sample => Path.GetFileName(sample)!)];

    /// <summary>What a sample uses besides is not there: the rules see the rest.</summary>
    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Nothing_above_info_is_reported_in_a_sample(string sample)
    {
        var folder = Path.Combine(Repository.Root, "samples", sample);
        var sources = SourcesOf(folder).Select(File.ReadAllText).ToList();
        var usings = sources.Exists(source => source.Contains("using Microsoft.Agents.AI;", StringComparison.Ordinal)) ? TestCompilation.AgentFrameworkUsings : TestCompilation.GlobalUsings;
        var trees = sources.Append(ImplicitUsings).Append(usings).Select(source => CSharpSyntaxTree.ParseText(source, TestCompilation.ParseOptions(LanguageVersion.CSharp14)));
        var compilation = CSharpCompilation.Create(sample, trees, TestCompilation.References.Concat(usings == TestCompilation.GlobalUsings ? [] : TestCompilation.AgentFrameworkReferences), TestCompilation.Options);
        var diagnostics = await AnalyzerTest.Diagnose(GeneratorRun.Of(compilation.AsProgram(), Generators.All).Output, AnalyzerCatalog.Analyzers);
        Assert.NotEmpty(sources);
        Assert.Empty(diagnostics.Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Info));
    }

    private static IEnumerable<string> SourcesOf(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar)[0] is not ("obj" or "bin"));

    [Fact]
    public async Task Nothing_is_reported_in_the_runtime()
    {
        var runtime = Path.Combine(Repository.Root, "src", "Sessions.Runtime");
        var files = Directory.EnumerateFiles(runtime, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(runtime, file).StartsWith("obj", StringComparison.Ordinal));
        var compilation = TestCompilation.Create(files.Select(File.ReadAllText).Append("global using System.IO;"));
        var errors = compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.All(errors, error => Assert.Contains(error.Id, GeneratedElsewhere));
        Assert.Empty(await AnalyzerTest.Diagnose(compilation, AnalyzerCatalog.Analyzers));
    }
}
