using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests;

/// <summary>The rules hold for the code that they come with.</summary>
public sealed class SelfScanTests
{
    [Fact]
    public async Task Nothing_is_reported_in_the_runtime()
    {
        var runtime = Path.Combine(Repository.Root, "src", "Sessions.Runtime");
        var files = Directory.EnumerateFiles(runtime, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(runtime, file).StartsWith("obj", StringComparison.Ordinal));
        var compilation = TestCompilation.Create(files.Select(File.ReadAllText).Append("global using System.IO;"));
        Assert.Empty(await AnalyzerTest.Diagnose(compilation, AnalyzerCatalog.Analyzers));
    }
}
