using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Reads <c>[JsonDerivedType]</c>. System.Text.Json reads it as well; what it needs is metadata for the types.</summary>
internal static class JsonDerivedTypes
{
    public static IEnumerable<INamedTypeSymbol> Of(ITypeSymbol type)
    {
        foreach (var attribute in type.GetAttributesInOrder())
        {
            if (attribute.AttributeClass.Is(JsonNames.DerivedType) && attribute.ConstructorArgument<INamedTypeSymbol>(0) is { } derived)
            {
                yield return derived;
            }
        }
    }
}
