using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Reads <c>[JsonDerivedType]</c>. System.Text.Json reads it as well; what it needs is metadata for the types.</summary>
internal static class JsonDerivedTypes
{
    public static IEnumerable<INamedTypeSymbol> Of(ITypeSymbol type) => type.ReadAttributes().IsEmpty ? [] : Of(type.GetAttributesInOrder());

    private static IEnumerable<INamedTypeSymbol> Of(IReadOnlyList<AttributeData> attributes)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.AttributeClass.Is(JsonNames.DerivedType) && attribute.ConstructorArgument<INamedTypeSymbol>(0) is { } derived)
            {
                yield return derived;
            }
        }
    }
}
