using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Who can name a type, all that it is nested in considered.</summary>
internal enum TypeVisibility
{
    /// <summary>Only what it is nested in, or derives from that; or nobody, for it is obsolete.</summary>
    Nested,
    Assembly,
    Public,
}

internal static class TypeVisibilityExtensions
{
    public static TypeVisibility GetVisibility(this INamedTypeSymbol type) => type.SelfAndContainingTypes().Min(static container => container.DeclaredAccessibility switch
    {
        _ when container.IsObsoleteError() => TypeVisibility.Nested,
        Accessibility.Public => TypeVisibility.Public,
        Accessibility.Internal or Accessibility.ProtectedOrInternal => TypeVisibility.Assembly,
        _ => TypeVisibility.Nested,
    });

    public static string Keyword(this TypeVisibility visibility) => visibility == TypeVisibility.Public ? "public" : "internal";
}
