using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Where generated code stands: inside the annotated type, whose private members it may use.</summary>
internal sealed class JsonScope(Compilation compilation, INamedTypeSymbol owner)
{
    private readonly Dictionary<ITypeSymbol, JsonType> _types = new(SymbolEqualityComparer.Default);

    // The framework's version is that of the assembly which has object in it.
    private readonly bool _canReachInsideGeneric = compilation.GetSpecialType(SpecialType.System_Object).ContainingAssembly?.Identity.Version.Major >= 9;

    public INamedTypeSymbol Owner { get; } = owner;

    /// <summary>
    /// Whether <c>[UnsafeAccessor]</c> reaches what a type declares: of a generic type it reaches nothing before .NET 9, and its
    /// type parameters must have names of their own.
    /// </summary>
    public bool CanReachInside(INamedTypeSymbol type) =>
        !type.IsGeneric() || (_canReachInsideGeneric && JsonOpenType.HasDistinctParameters(type));

    /// <summary>What is known of a type.</summary>
    public JsonType Of(ITypeSymbol type)
    {
        if (!_types.TryGetValue(type, out var known))
        {
            known = new JsonType(type);
            _types.Add(type, known);
        }

        return known;
    }

    /// <summary>Forgets that types are sound: what was met on the way to a problem was not looked at to the end.</summary>
    public void ForgetSound()
    {
        foreach (var type in _types.Values)
        {
            type.IsSound = false;
        }
    }

    public bool CanAccess(ISymbol symbol, ITypeSymbol? throughType = null) =>
        (IsPublic(symbol) || compilation.IsSymbolAccessibleWithin(symbol, Owner, throughType)) && !symbol.IsObsoleteError();

    /// <summary>Whether generated code can read the member by its name.</summary>
    public bool CanRead(JsonMember member, ITypeSymbol type) => CanUse(member.Getter, member, type);

    /// <summary>Whether generated code can assign to the member after its object was made.</summary>
    public bool CanAssign(JsonMember member, ITypeSymbol type) => !member.IsInitOnly && CanUse(member.Setter, member, type);

    private bool CanUse(ISymbol? accessor, JsonMember member, ITypeSymbol type) =>
        accessor is not null && CanAccess(accessor, member.IsHiddenIn(type) ? member.Symbol.ContainingType : type) && !member.Symbol.IsObsoleteError();

    // The compiler's answer goes through the references of the compilation; what is public all the way up needs none.
    private static bool IsPublic(ISymbol symbol) => symbol is IArrayTypeSymbol array
        ? IsPublic(array.ElementType)
        : symbol.DeclaredAccessibility == Accessibility.Public
            && (symbol is not INamedTypeSymbol { Arity: > 0 } generic || generic.TypeArguments.All(IsPublic))
            && (symbol.ContainingType is null || IsPublic(symbol.ContainingType));
}
