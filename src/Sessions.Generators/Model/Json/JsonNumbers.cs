using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Decides where <c>[JsonNumberHandling]</c> has numbers to handle.</summary>
internal static class JsonNumbers
{
    /// <summary>Whether a member is a number, or a collection of numbers.</summary>
    public static bool AreIn(JsonMember member)
    {
        var type = member.Type;
        if (!member.Attributes.HasConverter && JsonTypeClassifier.Classify(type) is { Kind: >= JsonTypeKind.Array, Element: { } element })
        {
            type = element;
        }

        return IsNumber(type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type);
    }

    // An object may turn out to be a number, and so may a type that is not there yet.
    private static bool IsNumber(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Error
        || type.SpecialType is SpecialType.System_Object or (>= SpecialType.System_SByte and <= SpecialType.System_Double)
        || type.Is("System.Half") || type.Is("System.Int128") || type.Is("System.UInt128");
}
