using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

internal static class JsonCollections
{
    public static bool HasConstructor(ITypeSymbol type) =>
        type is INamedTypeSymbol { IsAbstract: false } named
        && named.InstanceConstructors.Any(static constructor => constructor is { Parameters.IsEmpty: true, DeclaredAccessibility: Accessibility.Public });
}
