using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers.Inputs;

/// <summary>
/// Knows the methods that read or write a text by the current culture, and differ from one to the next. Whole numbers are no such
/// case: only their sign is a culture's.
/// </summary>
internal static class CultureMethods
{
    public static bool Contains(IMethodSymbol method) => method switch
    {
        { ContainingNamespace: not { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true } } => false,
        { Name: "ToUpper" or "ToLower", Parameters.IsEmpty: true } => method.ContainingType.SpecialType == SpecialType.System_String,
        { Name: "ToString", Parameters.IsEmpty: true } => IsWrittenByCulture(method.ContainingType),
        { Name: "Parse" or "TryParse" } => IsWrittenByCulture(method.ContainingType) && !method.Parameters.Any(static parameter => parameter.Type.Name == nameof(IFormatProvider)),
        { Name: "ToDouble" or "ToSingle" or "ToDecimal" or "ToDateTime", Parameters.Length: 1 } =>
            method.ContainingType.Name == nameof(Convert) && method.Parameters[0].Type.SpecialType == SpecialType.System_String,
        _ => false,
    };

    private static bool IsWrittenByCulture(INamedTypeSymbol type) =>
        type.Name is "Double" or "Single" or "Half" or "Decimal" or "DateTime" or "DateTimeOffset" or "DateOnly" or "TimeOnly";
}
