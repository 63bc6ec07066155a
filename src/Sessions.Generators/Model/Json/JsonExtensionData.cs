using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Decides what can take the JSON that no member is for.</summary>
internal static class JsonExtensionData
{
    public static bool CanBe(ITypeSymbol type) =>
        type.Is("System.Text.Json.Nodes.JsonObject") || (type is INamedTypeSymbol named && named.SelfAndInterfaces().Any(IsDictionaryOfJson));

    private static bool IsDictionaryOfJson(INamedTypeSymbol type) =>
        type.Is("System.Collections.Generic.IDictionary`2")
        && type.TypeArguments[0].SpecialType == SpecialType.System_String
        && (type.TypeArguments[1].SpecialType == SpecialType.System_Object || type.TypeArguments[1].Is("System.Text.Json.JsonElement"));
}
