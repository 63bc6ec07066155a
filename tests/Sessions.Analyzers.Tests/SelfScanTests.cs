using Microsoft.CodeAnalysis;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests;

/// <summary>The rules hold for the code that they come with.</summary>
public sealed class SelfScanTests
{
    /// <summary>Partial methods and types without their other half: other generators write the methods that log, and JSON metadata.</summary>
    private static readonly string[] GeneratedElsewhere = ["CS8795", "CS0534", "CS7036", "CS0117"];

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
