using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Sessions.Roslyn;

/// <summary>Makes compilations of source texts, against everything that the test process itself runs on.</summary>
internal static class TestCompilation
{
    /// <summary>The namespaces that the SDK imports by itself, and those that the design's snippets are read with.</summary>
    public const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Collections.Immutable;
        global using System.Linq;
        global using System.Text.Json;
        global using System.Text.Json.Nodes;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.Extensions.AI;
        global using Sessions;
        global using Sessions.Agents;
        """;

    private const string GlobalUsingsPath = "GlobalUsings.cs";

    public static IReadOnlyList<MetadataReference> References { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Every warning of the compiler is on.</summary>
    public static CSharpCompilationOptions Options { get; } = new(
        OutputKind.DynamicallyLinkedLibrary,
        warningLevel: 9999,
        nullableContextOptions: NullableContextOptions.Enable);

    public static CSharpParseOptions ParseOptions(LanguageVersion languageVersion) => new(languageVersion, DocumentationMode.Diagnose);

    public static CSharpCompilation Create(params IEnumerable<string> sources) => Create(LanguageVersion.CSharp14, sources);

    /// <summary>The first source becomes <c>Source0.cs</c>, the second <c>Source1.cs</c>, and so on.</summary>
    public static CSharpCompilation Create(LanguageVersion languageVersion, params IEnumerable<string> sources)
    {
        var options = ParseOptions(languageVersion);
        return CSharpCompilation.Create(
            "TestAssembly",
            [Parse(GlobalUsings, options, GlobalUsingsPath), .. sources.Select((source, index) => Parse(source, options, $"Source{index}.cs"))],
            References,
            Options);
    }

    /// <summary>The compilation with the text of one source exchanged, as an edit in an editor does.</summary>
    public static CSharpCompilation Edit(this CSharpCompilation compilation, string path, Func<string, string> edit)
    {
        var tree = compilation.SyntaxTrees.Single(tree => tree.FilePath == path);
        var text = tree.ToString();
        var edited = edit(text);
        Assert.NotEqual(text, edited);
        return compilation.ReplaceSyntaxTree(tree, Parse(edited, (CSharpParseOptions)tree.Options, path));
    }

    private static SyntaxTree Parse(string source, CSharpParseOptions options, string path) =>
        CSharpSyntaxTree.ParseText(SourceText.From(source, System.Text.Encoding.UTF8), options, path);
}
