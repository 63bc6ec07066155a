using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Corpus;

/// <summary>A program of the corpus: one file, beside what all of them share, as a project compiles it that references everything.</summary>
internal sealed partial class CorpusProgram(string path)
{
    /// <summary>What the SDK imports by itself.</summary>
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Sessions.Analyzers.Tests", "Corpus");

    private static readonly CSharpParseOptions ParseOptions = TestCompilation.ParseOptions(LanguageVersion.CSharp14);

    private static readonly ImmutableArray<SyntaxTree> Shared =
    [
        Parse(ImplicitUsings, "ImplicitUsings.cs"),
        .. FilesIn("Shared").Select(file => Parse(Read(file), file)),
    ];

    private static readonly ImmutableArray<MetadataReference> References =
        [.. TestCompilation.References.Concat(AspNetCore()).DistinctBy(reference => Path.GetFileName(reference.Display))];

    private readonly string _source = Read(path);

    /// <summary>What is marked in the program: the id of the rule, and the line.</summary>
    public IEnumerable<(string Id, int Line)> Marked =>
        from line in _source.Split('\n').Index()
        from id in Mark().Matches(line.Item)
        select (id.Groups["id"].Value, line.Index);

    /// <summary>The programs of a folder, by their paths in the corpus.</summary>
    public static IEnumerable<string> FilesIn(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Folder, folder), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    /// <summary>What all rules report in the program, which must compile.</summary>
    public async Task<IReadOnlyList<(DiagnosticSeverity Severity, string Id, int Line)>> DiagnoseAsync()
    {
        var references = _source.Contains("using Microsoft.Agents.AI;", StringComparison.Ordinal) ? References.AddRange(TestCompilation.AgentFrameworkReferences) : References;
        var sources = CSharpCompilation.Create("Corpus", Shared.Add(Parse(_source, path)), references, TestCompilation.Options).AsProgram();
        var compilation = GeneratorRun.Of(sources, Generators.All).Output;
        var errors = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        Assert.True(errors.Count == 0, CompilationAssert.Describe(errors));
        var diagnostics = await AnalyzerTest.Diagnose(compilation, AnalyzerCatalog.Analyzers);
        return [.. diagnostics.Select(diagnostic => (diagnostic.Severity, diagnostic.Id, diagnostic.Location.GetLineSpan().StartLinePosition.Line))];
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Folder, path));

    private static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, ParseOptions, path);

    /// <summary>The framework for the web, which lies beside the one that runs the tests.</summary>
    private static IEnumerable<MetadataReference> AspNetCore()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var web = runtime.Replace("Microsoft.NETCore.App", "Microsoft.AspNetCore.App", StringComparison.Ordinal);
        return Directory.EnumerateFiles(web, "Microsoft.*.dll").Select(file => MetadataReference.CreateFromFile(file));
    }

    [GeneratedRegex("// misuse: (?<id>SESS[0-9]{3})")]
    private static partial Regex Mark();
}
