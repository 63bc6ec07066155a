using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Sessions.Generators;

namespace Sessions.Analyzers.State;

/// <summary>The state types of an assembly whose values are stored, in the order of their names.</summary>
internal sealed class StateTypes
{
    private readonly ImmutableSortedDictionary<string, INamedTypeSymbol> _types;
    private readonly HashSet<string> _keys;

    private StateTypes(ImmutableSortedDictionary<string, INamedTypeSymbol> types)
    {
        _types = types;
        _keys = new HashSet<string>(types.Values.Select(static type => StateDeclaration.Of(type, RuntimeNames.All)!.Key), StringComparer.Ordinal);
    }

    public IEnumerable<INamedTypeSymbol> All => _types.Values;

    public static StateTypes Of(IAssemblySymbol assembly) =>
        new(SourceTypes(assembly.GlobalNamespace).Where(static type => StateDeclaration.Of(type, RuntimeNames.All) is { IsTransient: false })
            .GroupBy(TypeNameExtensions.ToPlainName, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(static group => group.Key, static group => group.First(), StringComparer.Ordinal));

    public bool HasKey(string key) => _keys.Contains(key);

    public bool HasName(string name) => _types.ContainsKey(name);

    /// <summary>Where to report what has no place in source: at the first state type, or else at the first type that somebody wrote.</summary>
    public Location Place(IAssemblySymbol assembly) =>
        All.Concat(SourceTypes(assembly.GlobalNamespace).OrderBy(TypeNameExtensions.ToPlainName, StringComparer.Ordinal))
            .Select(SymbolPlaces.Place)
            .FirstOrDefault(static place => place.IsInSource) ?? Location.None;

    // The other members of a type are not asked for: each of them would have to be made.
    private static IEnumerable<INamedTypeSymbol> SourceTypes(INamespaceOrTypeSymbol container)
    {
        // A block of extension members is a type without a name.
        var types = container.GetTypeMembers();
        var inner = (container as INamespaceSymbol)?.GetNamespaceMembers() ?? [];
        return types.Where(static type => type.CanBeReferencedByName).Concat(types.Concat<INamespaceOrTypeSymbol>(inner).SelectMany(SourceTypes));
    }
}
