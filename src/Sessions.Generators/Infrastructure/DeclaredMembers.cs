using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sessions.Generators;

/// <summary>
/// Finds the members that a type declares by their syntax, in order and by kind. The compiler's own list has what it adds to
/// a record as well, and is sorted, which takes longer than all that is read of the members.
/// </summary>
internal static class DeclaredMembers
{
    /// <summary>The properties and fields; those of a type in several files by file, whatever order the compiler was given them in.</summary>
    public static IEnumerable<ISymbol> PropertiesAndFields(INamedTypeSymbol type)
    {
        if (Parts(type) is not { } parts)
        {
            return type.GetMembers().Where(static member => member is IPropertySymbol or IFieldSymbol { IsImplicitlyDeclared: false });
        }

        var found = new List<ISymbol>();
        foreach (var part in parts)
        {
            if (part is RecordDeclarationSyntax { ParameterList: { } positional })
            {
                foreach (var parameter in positional.Parameters)
                {
                    Add(found, type, parameter.Identifier, parameter);
                }
            }

            foreach (var member in part.Members)
            {
                AddPropertiesAndFields(found, type, member);
            }
        }

        return found;
    }

    /// <summary>The methods that carry attributes.</summary>
    public static IEnumerable<IMethodSymbol> AnnotatedMethods(INamedTypeSymbol type)
    {
        var isAnnotated = Parts(type)?.Exists(static part => part.Members.Any(static member => member is MethodDeclarationSyntax { AttributeLists.Count: > 0 })) ?? true;
        return isAnnotated ? type.GetMembers().OfType<IMethodSymbol>() : [];
    }

    /// <summary>Whether the type itself declares a member that is <see langword="required"/>.</summary>
    public static bool HasRequired(INamedTypeSymbol type) => Parts(type) is { } parts
        ? parts.Exists(static part => part.Members.Any(static member => member.Modifiers.Any(SyntaxKind.RequiredKeyword)))
        : type.GetMembers().Any(static member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true });

    private static void AddPropertiesAndFields(List<ISymbol> found, INamedTypeSymbol type, MemberDeclarationSyntax member)
    {
        switch (member)
        {
            case PropertyDeclarationSyntax property:
                Add(found, type, property.Identifier, property);
                break;
            case FieldDeclarationSyntax field:
                foreach (var variable in field.Declaration.Variables)
                {
                    Add(found, type, variable.Identifier, variable);
                }

                break;
        }
    }

    // What a name stands for may be declared elsewhere: a record's parameter needs no property of its own.
    private static void Add(List<ISymbol> found, INamedTypeSymbol type, SyntaxToken name, SyntaxNode declaration)
    {
        foreach (var symbol in type.GetMembers(name.ValueText))
        {
            if (symbol is IPropertySymbol or IFieldSymbol
                && symbol.DeclaringSyntaxReferences.FirstOrDefault() is { } reference
                && reference.Span == declaration.Span
                && reference.SyntaxTree == declaration.SyntaxTree)
            {
                found.Add(symbol);
            }
        }
    }

    /// <summary>The parts of a type that is declared in C# source.</summary>
    private static List<TypeDeclarationSyntax>? Parts(INamedTypeSymbol type)
    {
        var references = type.DeclaringSyntaxReferences;
        if (references.IsEmpty)
        {
            return null;
        }

        var parts = new List<TypeDeclarationSyntax>(references.Length);
        foreach (var reference in references)
        {
            if (reference.GetSyntax() is not TypeDeclarationSyntax part)
            {
                return null;
            }

            parts.Add(part);
        }

        return parts.Count == 1
            ? parts
            : [.. parts.OrderBy(static part => part.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(static part => part.SpanStart)];
    }
}
