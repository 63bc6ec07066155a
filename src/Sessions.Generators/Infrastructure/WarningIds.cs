using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>
/// Collects the warnings that come with the use of symbols: of what is experimental, or obsolete under an id of its own. Whoever
/// wrote the annotated type has dealt with them there, and cannot in generated code.
/// </summary>
internal sealed class WarningIds
{
    private const string Experimental = "System.Diagnostics.CodeAnalysis.ExperimentalAttribute";
    private const string Obsolete = "System.ObsoleteAttribute";

    private SortedSet<string>? _ids;
    private readonly HashSet<ISymbol> _noted = new(SymbolEqualityComparer.Default);

    /// <summary>The ids that come with symbols.</summary>
    public static EquatableArray<string> Of(IEnumerable<ISymbol> symbols)
    {
        var warnings = new WarningIds();
        foreach (var symbol in symbols)
        {
            warnings.Note(symbol);
        }

        return warnings.ToEquatableArray();
    }

    /// <summary>Notes what comes with the symbol and with all that it is in.</summary>
    public void Note(ISymbol symbol)
    {
        for (var current = symbol; current is not null && _noted.Add(current); current = Container(current))
        {
            if (current.MayHaveAttribute(Experimental) || current.MayHaveAttribute(Obsolete))
            {
                Add(current.GetAttributes());
            }
        }
    }

    /// <summary>The ids, in order.</summary>
    public EquatableArray<string> ToEquatableArray() => _ids is null ? default : _ids.ToEquatableArray();

    private void Add(ImmutableArray<AttributeData> attributes)
    {
        foreach (var attribute in attributes)
        {
            if (Find(attribute) is { Length: > 0 } id)
            {
                (_ids ??= new(StringComparer.Ordinal)).Add(id);
            }
        }
    }

    private static ISymbol? Container(ISymbol symbol) => symbol is IAssemblySymbol ? null : symbol.ContainingType as ISymbol ?? symbol.ContainingAssembly;

    private static string? Find(AttributeData attribute) => attribute.AttributeClass switch
    {
        { Name: "ExperimentalAttribute" } type when type.Is(Experimental) => attribute.ConstructorArgument<string>(0),
        { Name: "ObsoleteAttribute" } type when type.Is(Obsolete) => attribute.NamedArgument<string>("DiagnosticId"),
        _ => null,
    };
}
