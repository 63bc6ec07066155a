using Microsoft.CodeAnalysis.CSharp;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

/// <summary>The order of the generator's folders: what is read of user code knows nothing of what is written for a runtime.</summary>
public class LayersTests
{
    private static readonly string Project = Repository.Path("src", "Sessions.Generators");

    [Theory]
    [InlineData("", "Infrastructure", "Model", "Targets", "Pipelines")]
    [InlineData("Model", ".", "Types", "Json", "State", "Providers")]
    public void A_folder_uses_only_those_below_it(string within, params string[] lowestFirst)
    {
        var upward = FolderDependencies.Of(Project, within).Upward(lowestFirst);

        Assert.True(!upward.Any(), $"Of {string.Join(", ", lowestFirst)}, a folder uses only those before it. {string.Join("; ", upward)}.");
    }

    [Fact]
    public void Rules_and_specs_name_no_runtime()
    {
        var literals =
            from path in Directory.EnumerateFiles(Path.Combine(Project, "Model"), "*.cs", SearchOption.AllDirectories)
            from token in CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot().DescendantTokens()
            where token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.MultiLineRawStringLiteralToken
            select (File: Path.GetFileName(path), Text: token.ValueText);
        string[] names = ["Sessions.", "AgentSession", "TurnContext", "HistoryProvider", "Microsoft.Agents"];

        Assert.NotEmpty(literals);
        Assert.All(literals, literal => Assert.DoesNotContain(names, name => literal.Text.Contains(name, StringComparison.Ordinal)));
    }
}
