using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sessions.Generators;

/// <summary>Decides which annotated types something can be generated for. The analyzers report what is refused here.</summary>
internal static class TypeShape
{
    public static TypeRefusal WhyRefused(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Struct, IsRefLikeType: true } => TypeRefusal.RefStruct,
        { TypeKind: TypeKind.Struct } => TypeRefusal.Struct,
        { TypeKind: not TypeKind.Class } => TypeRefusal.NotAClass,
        { IsStatic: true } => TypeRefusal.Static,
        { IsAbstract: true } => TypeRefusal.Abstract,
        { Arity: > 0 } => TypeRefusal.Generic,
        _ when IsNameless(type) => TypeRefusal.Nameless,
        _ when type.SelfAndContainingTypes().Any(static container => container.IsFileLocal) => TypeRefusal.FileLocal,
        _ when type.SelfAndContainingTypes().Any(static container => container.Arity > 0) => TypeRefusal.GenericContainer,
        _ => TypeRefusal.None,
    };

    /// <summary>The type itself or the innermost type around it that is not <see langword="partial"/>, if there is one.</summary>
    public static INamedTypeSymbol? FindNonPartial(INamedTypeSymbol type)
    {
        var current = type;
        while (current is not null && IsPartial(current))
        {
            current = current.ContainingType;
        }

        return current;
    }

    private static bool IsNameless(INamedTypeSymbol type)
    {
        for (ISymbol current = type; current is not INamespaceSymbol { IsGlobalNamespace: true }; current = current.ContainingSymbol)
        {
            if (current.Name.Length == 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPartial(INamedTypeSymbol type)
    {
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax() is TypeDeclarationSyntax declaration && !declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            {
                return false;
            }
        }

        return true;
    }
}
