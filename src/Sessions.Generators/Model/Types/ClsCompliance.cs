using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Decides which types must say that they are not CLS-compliant: those that an assembly offers which otherwise is.</summary>
internal static class ClsCompliance
{
    private const string Attribute = "System.CLSCompliantAttribute";

    public static bool MustBeDenied(INamedTypeSymbol type) =>
        Says(type.ContainingAssembly) == true
        && type.GetVisibility() == TypeVisibility.Public
        && type.SelfAndContainingTypes().All(static container => Says(container) is null);

    private static bool? Says(ISymbol symbol) => symbol.GetAttributes().FirstOrDefault(static attribute => attribute.AttributeClass.Is(Attribute))?.ConstructorArgument<bool?>(0);
}
