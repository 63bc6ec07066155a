using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>What an annotated provider derives from already, and what of the contract is implemented by it.</summary>
internal static class HistoryProviderBase
{
    /// <summary>Whether the type has no base class yet, or one that is a history provider.</summary>
    public static bool CanDerive(INamedTypeSymbol type) => !HasBaseClass(type) || IsDerived(type);

    public static bool HasBaseClass(INamedTypeSymbol type) => type.BaseType is { SpecialType: not SpecialType.System_Object };

    /// <summary>
    /// Whether a base class is <c>HistoryProvider</c>, or will be one: the generated half of an annotated base class is not
    /// there yet while its derived class is looked at.
    /// </summary>
    public static bool IsDerived(INamedTypeSymbol type) => type.BaseType is { } baseType && baseType.SelfAndBaseTypes().Any(IsProvider);

    /// <summary>Whether the type or a base class of it, short of the contract itself, overrides a member of the contract by hand.</summary>
    public static bool Overrides(INamedTypeSymbol type, string member) =>
        type.SelfAndBaseTypes()
            .TakeWhile(static current => !current.Is(RuntimeNames.HistoryProvider))
            .Any(current => current.GetMembers(member).Any(static symbol => symbol.IsOverride && !IsGenerated(symbol)));

    /// <summary>An analyzer sees the generated half too, whose overrides are not by hand.</summary>
    private static bool IsGenerated(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.Any(static reference => reference.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal));

    private static bool IsProvider(INamedTypeSymbol type) =>
        type.Is(RuntimeNames.HistoryProvider) || type.HasAttribute(RuntimeNames.HistoryProviderAttribute);
}
