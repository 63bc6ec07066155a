using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sessions.Generators;

/// <summary>
/// What names in the sources of a compilation can mean, wherever they stand. What an attribute's name means there, the compiler
/// says by binding the attribute with its arguments, and that takes longer than all else that is read of a type.
/// </summary>
internal sealed class SourceNames
{
    /// <summary>What the name of an attribute's type ends with, and may be left out where the attribute is used.</summary>
    public const string Attribute = "Attribute";

    // What is known of a compilation lives as long as it does.
    private static readonly ConditionalWeakTable<Compilation, SourceNames> Known = new();

    private readonly Compilation _compilation;
    private readonly Lazy<HashSet<string>> _aliases;

    private SourceNames(Compilation compilation)
    {
        _compilation = compilation;
        _aliases = new(() => new(compilation.SyntaxTrees.SelectMany(Aliases), StringComparer.Ordinal));
    }

    /// <summary>The names in the sources that a symbol is declared in; <see langword="null"/> if they are not at hand.</summary>
    public static SourceNames? Of(ISymbol symbol) => symbol.ContainingAssembly is ISourceAssemblySymbol assembly
        ? Known.GetValue(assembly.Compilation, static compilation => new(compilation))
        : null;

    /// <summary>Whether an attribute may be of a type: its name is the type's, or an alias somewhere.</summary>
    public bool CanMean(NameSyntax attribute, string metadataName)
    {
        var name = Identifier(attribute);
        return IsShort(name, metadataName) || _aliases.Value.Contains(name);
    }

    /// <summary>Whether an attribute may be of a type whose name begins like this.</summary>
    public bool CanBegin(NameSyntax attribute, string prefix)
    {
        var name = Identifier(attribute);
        return name.StartsWith(prefix, StringComparison.Ordinal) || _aliases.Value.Contains(name);
    }

    /// <summary>Whether any type has a simple name, in the sources or the references.</summary>
    public bool Exists(string name) => IsDeclared(name) || Declaring(name).Any();

    /// <summary>Whether a file gives the name to something else.</summary>
    public bool IsAlias(string name) => _aliases.Value.Contains(name);

    /// <summary>The types of a simple name that are nested in none, in the sources and the references.</summary>
    public IEnumerable<INamedTypeSymbol> FindTypes(string name) =>
        _compilation.GetSymbolsWithName(name, SymbolFilter.Type).OfType<INamedTypeSymbol>().Concat(
            Declaring(name).SelectMany(static assembly => SelfAndNested(assembly.GlobalNamespace)).SelectMany(@namespace => @namespace.GetTypeMembers(name)));

    /// <summary>The referenced assembly with a type of a simple name, where no other and no source has one.</summary>
    public IAssemblySymbol? FindOnlyAssembly(string name)
    {
        var assemblies = Declaring(name).Take(2).ToList();
        return assemblies.Count == 1 && !IsDeclared(name) ? assemblies[0] : null;
    }

    private bool IsDeclared(string name) => IsAlias(name) || _compilation.ContainsSymbolsWithName(name, SymbolFilter.Type);

    private IEnumerable<IAssemblySymbol> Declaring(string name) => _compilation.SourceModule.ReferencedAssemblySymbols.Where(assembly => assembly.TypeNames.Contains(name));

    /// <summary>The last part of a name.</summary>
    public static string Identifier(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };

    private static IEnumerable<INamespaceSymbol> SelfAndNested(INamespaceSymbol @namespace) => @namespace.GetNamespaceMembers().SelectMany(SelfAndNested).Prepend(@namespace);

    private static bool IsShort(string name, string metadataName)
    {
        var end = metadataName.Length - (name.EndsWith(Attribute, StringComparison.Ordinal) ? 0 : Attribute.Length);
        var start = end - name.Length;
        return start > 0 && metadataName[start - 1] == '.' && string.CompareOrdinal(metadataName, start, name, 0, name.Length) == 0;
    }

    private static IEnumerable<string> Aliases(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .Select(static node => (node as UsingDirectiveSyntax)?.Alias?.Name.Identifier.ValueText)
            .OfType<string>();
}
