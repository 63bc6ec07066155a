using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sessions.Generators;

/// <summary>A property or field, and whether it alone has its name in its type.</summary>
internal readonly record struct DeclaredMember(ISymbol Symbol, bool IsUnique);

/// <summary>
/// Finds what a type declares by its syntax. The compiler's own list of members has what it adds to a record as well, and is
/// sorted, which takes longer than all that is read of the members.
/// </summary>
internal static class TypeDeclarations
{
    /// <summary>The properties, then the fields, as they are declared; those of a type in several files by file, whatever order the compiler was given them in.</summary>
    public static List<DeclaredMember> PropertiesAndFields(INamedTypeSymbol type)
    {
        var found = new List<DeclaredMember>();
        var fields = new List<DeclaredMember>();
        if (Parts(type) is not { } parts)
        {
            var members = type.GetMembers();
            found.AddRange(members.Where(static member => member is IPropertySymbol).Concat(members.Where(static member => member is IFieldSymbol { IsImplicitlyDeclared: false }))
                .Select(member => new DeclaredMember(member, type.GetMembers(member.Name).Length == 1)));
            return found;
        }

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
                switch (member)
                {
                    case PropertyDeclarationSyntax property:
                        Add(found, type, property.Identifier, property);
                        break;
                    case FieldDeclarationSyntax field:
                        AddFields(fields, type, field);
                        break;
                }
            }
        }

        found.AddRange(fields);
        return found;
    }

    /// <summary>The methods that carry attributes.</summary>
    public static IEnumerable<IMethodSymbol> AnnotatedMethods(INamedTypeSymbol type)
    {
        var isAnnotated = Parts(type)?.Exists(static part => part.Members.Any(static member => member is MethodDeclarationSyntax { AttributeLists.Count: > 0 })) ?? true;
        return isAnnotated ? type.GetMembersInOrder().OfType<IMethodSymbol>() : [];
    }

    /// <summary>Whether the type itself declares a member that is <see langword="required"/>.</summary>
    public static bool HasRequired(INamedTypeSymbol type) => Parts(type) is { } parts
        ? parts.Exists(static part => part.Members.Any(static member => member.Modifiers.Any(SyntaxKind.RequiredKeyword)))
        : type.GetMembers().Any(static member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true });

    /// <summary>Whether the type may have a base class or interfaces that the compiler did not give it by itself.</summary>
    public static bool HasBaseList(INamedTypeSymbol type) => Parts(type)?.Exists(static part => part.BaseList is not null) ?? true;

    private static void AddFields(List<DeclaredMember> found, INamedTypeSymbol type, FieldDeclarationSyntax field)
    {
        foreach (var variable in field.Declaration.Variables)
        {
            Add(found, type, variable.Identifier, variable);
        }
    }

    // What a name stands for may be declared elsewhere: a record's parameter needs no property of its own.
    private static void Add(List<DeclaredMember> found, INamedTypeSymbol type, SyntaxToken name, SyntaxNode declaration)
    {
        var symbols = type.GetMembers(name.ValueText);
        foreach (var symbol in symbols)
        {
            if (symbol is IPropertySymbol or IFieldSymbol
                && symbol.DeclaringSyntaxReferences.FirstOrDefault() is { } reference
                && reference.Span == declaration.Span
                && reference.SyntaxTree == declaration.SyntaxTree)
            {
                found.Add(new(symbol, symbols.Length == 1));
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
