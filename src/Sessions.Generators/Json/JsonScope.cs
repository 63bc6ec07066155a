using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Where generated code stands: inside the annotated type, whose private members it may use.</summary>
internal sealed class JsonScope(Compilation compilation, INamedTypeSymbol owner)
{
    private readonly Dictionary<INamedTypeSymbol, JsonPlainType> _plainTypes = new(SymbolEqualityComparer.Default);

    public INamedTypeSymbol Owner { get; } = owner;

    /// <summary>The types in which no problem was found so far.</summary>
    public HashSet<ITypeSymbol> Sound { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The constructor and members of a plain type, which are asked for more than once and found once.</summary>
    public JsonPlainType Plain(INamedTypeSymbol type)
    {
        if (!_plainTypes.TryGetValue(type, out var plain))
        {
            plain = JsonPlainType.Of(type);
            _plainTypes.Add(type, plain);
        }

        return plain;
    }

    public bool CanAccess(ISymbol symbol, ITypeSymbol? throughType = null) =>
        (IsPublic(symbol) || compilation.IsSymbolAccessibleWithin(symbol, Owner, throughType)) && !symbol.IsObsoleteError();

    /// <summary>Whether generated code can read the member by its name.</summary>
    public bool CanRead(JsonMember member, ITypeSymbol type) => CanUse(member.Getter, member, type);

    /// <summary>Whether generated code can assign to the member after its object was made.</summary>
    public bool CanAssign(JsonMember member, ITypeSymbol type) => !member.IsInitOnly && CanUse(member.Setter, member, type);

    private bool CanUse(ISymbol? accessor, JsonMember member, ITypeSymbol type) =>
        accessor is not null && CanAccess(accessor, type) && !member.Symbol.IsObsoleteError();

    // The compiler's answer goes through the references of the compilation; what is public all the way up needs none.
    private static bool IsPublic(ISymbol symbol) => symbol is IArrayTypeSymbol array
        ? IsPublic(array.ElementType)
        : symbol.DeclaredAccessibility == Accessibility.Public
            && (symbol is not INamedTypeSymbol { Arity: > 0 } generic || generic.TypeArguments.All(IsPublic))
            && (symbol.ContainingType is null || IsPublic(symbol.ContainingType));
}
