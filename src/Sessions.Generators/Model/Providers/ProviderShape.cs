using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>
/// Decides which annotated types can be providers of a kind, and what of its base class they override by hand. The analyzers
/// report what is refused here.
/// </summary>
internal static class ProviderShape
{
    public static TypeRefusal WhyRefused(INamedTypeSymbol type, ProviderKind kind) => TypeShape.WhyRefused(type) switch
    {
        TypeRefusal.None when type.IsRecord => TypeRefusal.Record,
        TypeRefusal.None when HasBaseClass(type) && !IsDerived(type, kind) => TypeRefusal.OtherBaseClass,
        var refusal => refusal,
    };

    public static bool HasBaseClass(INamedTypeSymbol type) => type.BaseType is { SpecialType: not SpecialType.System_Object };

    /// <summary>Whether the type or a base class of it overrides a member of the kind's base class by hand.</summary>
    public static bool Overrides(INamedTypeSymbol type, string member, ProviderKind kind) =>
        type.SelfAndBaseTypes()
            .TakeWhile(current => !current.Is(kind.BaseClass))
            .Any(current => current.GetMembers(member).Any(static symbol => symbol.IsOverride && !IsGenerated(symbol)));

    /// <summary>
    /// Whether a base class is the kind's, or will be derived from it: the generated half of an annotated base class is not
    /// there yet while its derived class is looked at.
    /// </summary>
    private static bool IsDerived(INamedTypeSymbol type, ProviderKind kind) =>
        type.BaseType is { } baseType && baseType.SelfAndBaseTypes().Any(current => current.Is(kind.BaseClass) || current.HasAttribute(kind.Attribute));

    /// <summary>An analyzer sees the generated half too, whose overrides are not by hand.</summary>
    private static bool IsGenerated(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.Any(static reference => reference.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal));
}
