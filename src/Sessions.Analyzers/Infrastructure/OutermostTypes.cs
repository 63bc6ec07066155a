using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers;

internal static class OutermostTypes
{
    /// <summary>The type that the type is in, and that is in no other; the type itself where it is in none.</summary>
    public static INamedTypeSymbol OutermostType(this INamedTypeSymbol type)
    {
        var outermost = type.OriginalDefinition;
        while (outermost.ContainingType is { } outer)
        {
            outermost = outer;
        }

        return outermost.OriginalDefinition;
    }
}
