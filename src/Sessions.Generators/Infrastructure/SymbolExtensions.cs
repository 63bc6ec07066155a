using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

internal static class SymbolExtensions
{
    /// <summary>The type as generated code writes it: with <c>global::</c>, keywords escaped, nullable annotations left out.</summary>
    public static string ToFullName(this ITypeSymbol type) => TypeNames.Write(type);

    /// <summary>The type's name as reflection has it, without its assembly: <c>Namespace.Outer+Inner`1</c>.</summary>
    public static string ToMetadataName(this INamedTypeSymbol type)
    {
        if (type.ContainingType is { } container)
        {
            return container.ToMetadataName() + "+" + type.MetadataName;
        }

        return type.ContainingNamespace is { IsGlobalNamespace: false } @namespace
            ? FullName(@namespace) + "." + type.MetadataName
            : type.MetadataName;
    }

    /// <summary>Whether a type, or what it was constructed from, has the name that reflection has.</summary>
    public static bool Is(this ITypeSymbol? type, string metadataName) =>
        type is INamedTypeSymbol named && EndsWith(metadataName, metadataName.Length, named);

    public static AttributeData? FindAttribute(this ISymbol symbol, string metadataName)
    {
        if (!symbol.MayHaveAttribute(metadataName))
        {
            return null;
        }

        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass.Is(metadataName))
            {
                return attribute;
            }
        }

        return null;
    }

    public static bool HasAttribute(this ISymbol symbol, string metadataName) => symbol.FindAttribute(metadataName) is not null;

    /// <summary>The members as they are declared; those of a type in several files by file, whatever order the compiler was given them in.</summary>
    public static IReadOnlyList<ISymbol> GetMembersInOrder(this INamedTypeSymbol type)
    {
        var members = type.GetMembers();
        return type.DeclaringSyntaxReferences.Length < 2
            ? members
            : members
                .OrderBy(static member => member.Locations.FirstOrDefault()?.SourceTree?.FilePath, StringComparer.Ordinal)
                .ThenBy(static member => member.Locations.FirstOrDefault()?.SourceSpan.Start)
                .ToList();
    }

    /// <inheritdoc cref="GetMembersInOrder"/>
    public static IReadOnlyList<AttributeData> GetAttributesInOrder(this ITypeSymbol type)
    {
        var attributes = type.GetAttributes();
        return type.DeclaringSyntaxReferences.Length < 2
            ? attributes
            : attributes
                .OrderBy(static attribute => attribute.ApplicationSyntaxReference?.SyntaxTree.FilePath, StringComparer.Ordinal)
                .ThenBy(static attribute => attribute.ApplicationSyntaxReference?.Span.Start)
                .ToList();
    }

    /// <summary>Whether to name the symbol is a compiler error, outside of itself.</summary>
    public static bool IsObsoleteError(this ISymbol symbol) =>
        symbol.FindAttribute("System.ObsoleteAttribute")?.ConstructorArgument<bool>(1) == true;

    /// <summary>An argument of the attribute's constructor, where it was given and is of the type.</summary>
    public static T? ConstructorArgument<T>(this AttributeData attribute, int index) =>
        attribute.ConstructorArguments.Length > index
        && attribute.ConstructorArguments[index] is { Kind: not TypedConstantKind.Array, Value: T value } ? value : default;

    public static T? NamedArgument<T>(this AttributeData attribute, string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value.Kind != TypedConstantKind.Array && argument.Value.Value is T value)
            {
                return value;
            }
        }

        return default;
    }

    /// <summary>Whether the type is in the namespace <c>System</c> or one below.</summary>
    public static bool IsInSystem(this ISymbol type)
    {
        var outermost = type.ContainingNamespace;
        while (outermost is { ContainingNamespace.IsGlobalNamespace: false })
        {
            outermost = outermost.ContainingNamespace;
        }

        return outermost is { Name: "System" };
    }

    /// <summary>The type and the interfaces that it has, by itself and by others.</summary>
    public static IEnumerable<INamedTypeSymbol> SelfAndInterfaces(this INamedTypeSymbol type) => new[] { type }.Concat(type.AllInterfaces);

    /// <summary>All that the type is.</summary>
    public static IEnumerable<INamedTypeSymbol> SelfAndInterfacesAndBaseTypes(this INamedTypeSymbol type) => type.SelfAndBaseTypes().Concat(type.AllInterfaces);

    /// <summary>The type and its base classes, the most derived first.</summary>
    public static IEnumerable<INamedTypeSymbol> SelfAndBaseTypes(this INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }

    /// <summary>The type and what it is nested in, the innermost first.</summary>
    public static IEnumerable<INamedTypeSymbol> SelfAndContainingTypes(this INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            yield return current;
        }
    }

    private static string FullName(INamespaceSymbol @namespace) => @namespace.ContainingNamespace is { IsGlobalNamespace: false } container
        ? FullName(container) + "." + @namespace.Name
        : @namespace.Name;

    // From the end, and without writing the symbol's name down: it is asked of each attribute of each member, at each keystroke.
    private static bool EndsWith(string metadataName, int end, INamespaceOrTypeSymbol symbol)
    {
        if (symbol is INamedTypeSymbol { Arity: > 0 and var arity })
        {
            end -= 2;
            if (end < 0 || metadataName[end] != '`' || metadataName[end + 1] - '0' != arity)
            {
                return false;
            }
        }

        var start = end - symbol.Name.Length;
        if (start < 0 || string.CompareOrdinal(metadataName, start, symbol.Name, 0, symbol.Name.Length) != 0)
        {
            return false;
        }

        return symbol.ContainingSymbol is INamespaceOrTypeSymbol container and not INamespaceSymbol { IsGlobalNamespace: true }
            ? start > 0 && metadataName[start - 1] == (container.IsType ? '+' : '.') && EndsWith(metadataName, start - 1, container)
            : start == 0;
    }
}
