using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace Sessions.Roslyn;

/// <summary>Makes compilations of source texts, as a project is that references the product.</summary>
public static class TestCompilation
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

    /// <summary>The same for sources whose agents and sessions are Microsoft Agent Framework's.</summary>
    public static readonly string AgentFrameworkUsings = GlobalUsings.Replace("Sessions.Agents", "Microsoft.Agents.AI", StringComparison.Ordinal);

    private const string GlobalUsingsPath = "GlobalUsings.cs";

    // What runs the tests has names of its own, such as another JsonIgnoreAttribute, which a user's project does not have.
    private static readonly string[] OutsideOfTheFramework = ["Sessions.", "System.", "Microsoft.Extensions.", "Microsoft.Data.", "SQLitePCLRaw."];

    // What only some projects of users have.
    private static readonly string[] AgentFramework = ["Sessions.AgentFramework.dll", "Microsoft.Agents."];

    /// <summary>The framework, the product and what it brings along, as the test process has them.</summary>
    public static IReadOnlyList<MetadataReference> References { get; } = ReferencesTo(IsReferenced);

    /// <summary>Microsoft Agent Framework and the product's package for it, where the test process has them.</summary>
    public static IReadOnlyList<MetadataReference> AgentFrameworkReferences { get; } = ReferencesTo(path => StartsWithAny(path, AgentFramework));

    /// <summary>Every warning of the compiler is on.</summary>
    public static CSharpCompilationOptions Options { get; } = new(
        OutputKind.DynamicallyLinkedLibrary,
        warningLevel: 9999,
        nullableContextOptions: NullableContextOptions.Enable);

    /// <summary>Comments that document are read too.</summary>
    public static CSharpParseOptions ParseOptions(LanguageVersion languageVersion) => new(languageVersion, DocumentationMode.Diagnose);

    /// <summary>Whether it is one of the product's assemblies, and not one that it brings along.</summary>
    public static bool IsProduct(MetadataReference reference) => StartsWithAny(reference.Display!, OutsideOfTheFramework[..1]);

    /// <inheritdoc cref="Create(LanguageVersion, IEnumerable{string})"/>
    public static CSharpCompilation Create(params IEnumerable<string> sources) => Create(LanguageVersion.CSharp14, sources);

    /// <summary>The first source becomes <c>Source0.cs</c>, the second <c>Source1.cs</c>, and so on.</summary>
    public static CSharpCompilation Create(LanguageVersion languageVersion, params IEnumerable<string> sources)
    {
        var options = ParseOptions(languageVersion);
        return CSharpCompilation.Create(
            "TestAssembly",
            Name(sources, GlobalUsings).Select(file => Parse(file.Text, options, file.Path)),
            References,
            Options);
    }

    /// <summary>The compilation with the text of one source exchanged, as an edit in an editor does.</summary>
    public static CSharpCompilation Edit(this CSharpCompilation compilation, string path, Func<string, string> edit)
    {
        var tree = compilation.SyntaxTrees.Single(tree => tree.FilePath == path);
        var text = tree.ToString();
        var edited = edit(text);
        new DefaultVerifier().False(text == edited, "The edit changes nothing.");
        return compilation.ReplaceSyntaxTree(tree, Parse(edited, (CSharpParseOptions)tree.Options, path));
    }

    /// <summary>The compilation with the agents and sessions of Microsoft Agent Framework in place of those of this runtime, by the same names.</summary>
    public static CSharpCompilation OnAgentFramework(this CSharpCompilation compilation) =>
        compilation.Edit(GlobalUsingsPath, _ => AgentFrameworkUsings).AddReferences(AgentFrameworkReferences);

    /// <summary>Adds files to a project of a test, under the names that they have in a compilation.</summary>
    public static void AddAll(this SourceFileList files, IEnumerable<string> sources, string globalUsings = GlobalUsings)
    {
        foreach (var file in Name(sources, globalUsings))
        {
            files.Add(file);
        }
    }

    /// <summary>The compilation as a program, if it has top-level statements.</summary>
    public static CSharpCompilation AsProgram(this CSharpCompilation compilation) =>
        compilation.SyntaxTrees.Any(tree => tree.GetCompilationUnitRoot().Members.Any(member => member is GlobalStatementSyntax))
            ? compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication))
            : compilation;

    private static bool IsReferenced(string path) =>
        Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location)
        || (StartsWithAny(path, OutsideOfTheFramework) && !StartsWithAny(path, AgentFramework));

    private static bool StartsWithAny(string path, string[] starts) => starts.Any(start => Path.GetFileName(path).StartsWith(start, StringComparison.Ordinal));

    private static IReadOnlyList<MetadataReference> ReferencesTo(Func<string, bool> isReferenced) =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(isReferenced).Select(path => MetadataReference.CreateFromFile(path))];

    private static IEnumerable<(string Path, string Text)> Name(IEnumerable<string> sources, string globalUsings) =>
        sources.Select((source, index) => ($"Source{index}.cs", source)).Prepend((GlobalUsingsPath, globalUsings));

    private static SyntaxTree Parse(string source, CSharpParseOptions options, string path) =>
        CSharpSyntaxTree.ParseText(SourceText.From(source, System.Text.Encoding.UTF8), options, path);
}
