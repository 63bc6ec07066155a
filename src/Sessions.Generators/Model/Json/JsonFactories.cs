using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Names what makes values of types that System.Text.Json has converters for, and immutable collections.</summary>
internal static class JsonFactories
{
    public static string? Find(ITypeSymbol type, JsonTypeKind kind) => kind switch
    {
        JsonTypeKind.Value when type is IArrayTypeSymbol => "ByteArrayConverter",
        JsonTypeKind.Value when type is INamedTypeSymbol { Arity: 1 } => type.Name + "ByteConverter",
        JsonTypeKind.Value => type.Name + "Converter",
        JsonTypeKind.ImmutableEnumerable or JsonTypeKind.ImmutableDictionary => "global::System.Collections.Immutable." + ImmutableClass(type.Name),
        _ => null,
    };

    private static string ImmutableClass(string name) => name switch
    {
        "IImmutableSet" => "ImmutableHashSet",
        _ when name[0] == 'I' && name[1] == 'I' => name.Substring(1),
        _ => name,
    };
}
