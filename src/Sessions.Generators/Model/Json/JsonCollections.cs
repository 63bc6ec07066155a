using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Decides which collections System.Text.Json can make.</summary>
internal static class JsonCollections
{
    public static bool HasConstructor(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class, IsAbstract: false } named
        && named.InstanceConstructors.Any(static constructor => constructor.DeclaredAccessibility == Accessibility.Public && JsonConstructors.IsEnough(constructor));

    /// <summary>Whether the type is one of the interfaces that a <c>List</c>, <c>HashSet</c> or <c>Dictionary</c> is made for.</summary>
    public static bool IsMadeByJson(ITypeSymbol type) => type is INamedTypeSymbol named && named.OriginalDefinition.ToMetadataName() is
        "System.Collections.Generic.IEnumerable`1" or
        "System.Collections.Generic.ICollection`1" or
        "System.Collections.Generic.IReadOnlyCollection`1" or
        "System.Collections.Generic.IList`1" or
        "System.Collections.Generic.IReadOnlyList`1" or
        "System.Collections.Generic.ISet`1" or
        "System.Collections.Generic.IDictionary`2" or
        "System.Collections.Generic.IReadOnlyDictionary`2";
}
