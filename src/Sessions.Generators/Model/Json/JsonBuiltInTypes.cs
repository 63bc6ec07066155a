using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>The values whose metadata every target has, so that it need not be written for each state type.</summary>
internal static class JsonBuiltInTypes
{
    /// <summary>Whether there is metadata of the type already. Such a type is public, has no warnings, and can always be serialized.</summary>
    public static bool Contains(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean or SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Double => true,
        SpecialType.System_Decimal or SpecialType.System_String or SpecialType.System_DateTime => true,
        SpecialType.None => type.TypeKind == TypeKind.Struct
            && type.Name is "DateTimeOffset" or "DateOnly" or "TimeOnly" or "TimeSpan" or "Guid"
            && type is { ContainingType: null, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true }, DeclaringSyntaxReferences.IsEmpty: true },
        _ => false,
    };
}
