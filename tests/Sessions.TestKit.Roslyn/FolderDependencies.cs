using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sessions.Roslyn;

/// <summary>A type in one folder of a project that uses a type in another.</summary>
public sealed record FolderDependency(string FromFolder, string FromType, string ToFolder, string ToType)
{
    public override string ToString() => $"{FromFolder}/{FromType} → {ToFolder}/{ToType}";
}

/// <summary>
/// Which folders of a project use which others, read from its sources: a constant leaves no trace in the assembly. A folder is one
/// of the project's own, with all that is below it; a file that is in none belongs to <c>.</c>, which is a folder like the others.
/// </summary>
public sealed class FolderDependencies
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private const string Outside = "..";

    // What a source generator would have written is missing. The types that have these faults are found for all that.
    private static readonly string[] ErrorsOfMissingOutput = ["CS0117", "CS0534", "CS7036", "CS8795"];

    private static readonly Lazy<IReadOnlyList<(string Assembly, MetadataReference Reference)>> Assemblies = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => (Path.GetFileNameWithoutExtension(path), (MetadataReference)MetadataReference.CreateFromFile(path))),
    ]);

    private FolderDependencies(IEnumerable<string> folders, IEnumerable<FolderDependency> edges)
    {
        Folders = [.. folders.Distinct().Order(StringComparer.Ordinal)];
        Edges = [.. edges.Distinct().OrderBy(edge => edge.ToString(), StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Folders { get; }

    public IReadOnlyList<FolderDependency> Edges { get; }

    /// <summary>
    /// Reads a project, which is named for its assembly. What it references must be among the assemblies that the test runs on.
    /// </summary>
    /// <param name="projectDirectory">The directory of the project.</param>
    /// <param name="within">The folder whose folders are looked at, where it is not the project's.</param>
    public static FolderDependencies Of(string projectDirectory, string within = "")
    {
        var project = Path.GetFullPath(projectDirectory);
        var root = Path.Combine(project, within);
        var trees = SourceFiles(project).Select(path => Parse(File.ReadAllText(path), path)).ToList();
        var compilation = Compile(Path.GetFileName(Path.TrimEndingDirectorySeparator(project)), trees);
        var inside = trees.Where(tree => FolderOf(tree, root) != Outside).ToList();
        return new(
            inside.Select(tree => FolderOf(tree, root)),
            inside.SelectMany(tree => FindEdges(compilation.GetSemanticModel(tree), root)));
    }

    /// <summary>The pairs of folders that use each other: of each, one use there and one back.</summary>
    public IEnumerable<(FolderDependency There, FolderDependency Back)> Cycles() =>
        from there in FirstOfEachPair()
        from back in FirstOfEachPair()
        where there.FromFolder == back.ToFolder && there.ToFolder == back.FromFolder && string.CompareOrdinal(there.FromFolder, there.ToFolder) < 0
        select (there, back);

    /// <summary>The uses of a higher folder by a lower one.</summary>
    /// <param name="order">All the folders, the lowest first.</param>
    public IEnumerable<FolderDependency> Upward(IReadOnlyList<string> order)
    {
        var ranks = order.Select((folder, rank) => (folder, rank)).ToDictionary(pair => pair.folder, pair => pair.rank);
        if (!ranks.Keys.Order(StringComparer.Ordinal).SequenceEqual(Folders))
        {
            throw new ArgumentException($"The order has {string.Join(", ", order)}; the folders are {string.Join(", ", Folders)}.", nameof(order));
        }

        return Edges.Where(edge => ranks[edge.FromFolder] < ranks[edge.ToFolder]);
    }

    private IEnumerable<FolderDependency> FirstOfEachPair() => Edges.DistinctBy(edge => (edge.FromFolder, edge.ToFolder));

    private static IEnumerable<string> SourceFiles(string root) =>
        from path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
        let folder = FolderOf(path, root)
        where folder is not ("bin" or "obj")
        select path;

    private static SyntaxTree Parse(string source, string path) =>
        CSharpSyntaxTree.ParseText(
            source,
            new CSharpParseOptions(LanguageVersion.Latest, preprocessorSymbols: ["NET", "NET8_0_OR_GREATER", "NET9_0_OR_GREATER", "NET10_0_OR_GREATER"]),
            path);

    /// <summary>Compiles the project; a name that could not be understood would be a use that goes unseen.</summary>
    private static CSharpCompilation Compile(string assemblyName, IEnumerable<SyntaxTree> trees)
    {
        var compilation = CSharpCompilation.Create(
            assemblyName,
            [Parse(ImplicitUsings, ""), .. trees],
            Assemblies.Value.Where(known => known.Assembly != assemblyName).Select(known => known.Reference),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        var errors = compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !ErrorsOfMissingOutput.Contains(diagnostic.Id))
            .ToList();
        return errors.Count == 0
            ? compilation
            : throw new InvalidOperationException($"{assemblyName} does not compile: {string.Join(Environment.NewLine, errors)}");
    }

    private static IEnumerable<FolderDependency> FindEdges(SemanticModel model, string root)
    {
        var fromFolder = FolderOf(model.SyntaxTree, root);
        return
            from declaration in TypeDeclarations(model.SyntaxTree.GetRoot())
            let fromType = Outermost((INamedTypeSymbol)model.GetDeclaredSymbol(declaration)!)
            from toType in declaration.DescendantNodes().SelectMany(node => TypesOf(node, model)).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)
            let toFolders = toType.DeclaringSyntaxReferences.Select(reference => FolderOf(reference.SyntaxTree, root)).ToList()
            where toFolders.Count > 0 && toFolders[0] != Outside && !toFolders.Contains(fromFolder)
            select new FolderDependency(fromFolder, Name(fromType), toFolders[0], Name(toType));
    }

    /// <summary>The types of a file that are not inside another.</summary>
    private static IEnumerable<MemberDeclarationSyntax> TypeDeclarations(SyntaxNode root) => root
        .DescendantNodes(static node => node is not (BaseTypeDeclarationSyntax or DelegateDeclarationSyntax))
        .OfType<MemberDeclarationSyntax>()
        .Where(static member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    /// <summary>The types of this project that a piece of code is about, be they written in it or not.</summary>
    private static IEnumerable<INamedTypeSymbol> TypesOf(SyntaxNode node, SemanticModel model)
    {
        if (node is not (ExpressionSyntax or ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax))
        {
            return [];
        }

        var symbol = model.GetSymbolInfo(node).Symbol;
        var info = model.GetTypeInfo(node);
        return new[] { symbol as ITypeSymbol ?? symbol?.ContainingType, info.Type, info.ConvertedType }
            .SelectMany(NamedTypesIn)
            .Where(type => SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, model.Compilation.Assembly))
            .Select(Outermost);
    }

    private static IEnumerable<INamedTypeSymbol> NamedTypesIn(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => NamedTypesIn(array.ElementType),
        IPointerTypeSymbol pointer => NamedTypesIn(pointer.PointedAtType),
        INamedTypeSymbol { IsAnonymousType: false } named => named.TypeArguments.SelectMany(NamedTypesIn).Prepend(named),
        _ => [],
    };

    private static INamedTypeSymbol Outermost(INamedTypeSymbol type) => type.ContainingType is { } container ? Outermost(container) : type.OriginalDefinition;

    private static string Name(INamedTypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private static string FolderOf(SyntaxTree tree, string root) => FolderOf(tree.FilePath, root);

    private static string FolderOf(string path, string root) =>
        Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar) is [var folder, _, ..] ? folder : ".";
}
