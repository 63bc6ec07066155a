using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>A property or field that is part of a type's JSON.</summary>
/// <param name="Symbol">The property or field.</param>
/// <param name="Type">Its type.</param>
/// <param name="Getter">What reads it: an accessor, or the field.</param>
/// <param name="Setter">What sets it: an accessor, or the field.</param>
internal sealed record JsonMember(ISymbol Symbol, ITypeSymbol Type, ISymbol? Getter, ISymbol? Setter)
{
    public bool IsInitOnly => Setter is IMethodSymbol { IsInitOnly: true };

    public bool IsIncluded => Symbol.HasAttribute(JsonNames.Include);

    public bool IsRequired => Symbol is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };
}

/// <summary>Finds the members that System.Text.Json's reflection reads and writes, in its order.</summary>
internal static class JsonMembers
{
    public static IEnumerable<JsonMember> Of(INamedTypeSymbol type)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var current in Hierarchy(type))
        {
            var declared = current.GetMembersInOrder();
            var properties = declared.Where(static member => member is IPropertySymbol);
            var fields = declared.Where(static member => member is IFieldSymbol { IsImplicitlyDeclared: false });
            foreach (var symbol in properties.Concat(fields))
            {
                // An overridden or hidden member has been met on the way, and an ignored one hides what it hides. A name that
                // two members of one type have is an error, and can be used for neither.
                if (Find(symbol) is { } member && seen.Add(symbol.Name) && !IsIgnored(symbol) && current.GetMembers(symbol.Name).Length == 1)
                {
                    yield return member;
                }
            }
        }
    }

    private static IEnumerable<INamedTypeSymbol> Hierarchy(INamedTypeSymbol type) => type.TypeKind == TypeKind.Interface
        ? new[] { type }.Concat(type.AllInterfaces)
        : type.SelfAndBaseTypes();

    private static JsonMember? Find(ISymbol symbol)
    {
        var isIncluded = symbol.HasAttribute(JsonNames.Include);
        switch (symbol)
        {
            case { Name: "" }:
                return null;
            case IPropertySymbol { IsStatic: false, IsIndexer: false, RefKind: RefKind.None, ExplicitInterfaceImplementations.IsEmpty: true } property:
                var getter = Usable(property.GetMethod, isIncluded);
                var setter = Usable(property.SetMethod, isIncluded);
                return getter is null && setter is null ? null : new JsonMember(property, property.Type, getter, setter);
            case IFieldSymbol { IsStatic: false, RefKind: RefKind.None } field when isIncluded:
                return new JsonMember(field, field.Type, field, field.IsReadOnly ? null : field);
            default:
                return null;
        }
    }

    private static IMethodSymbol? Usable(IMethodSymbol? accessor, bool isIncluded) =>
        accessor is not null && (isIncluded || accessor.DeclaredAccessibility == Accessibility.Public) ? accessor : null;

    private static bool IsIgnored(ISymbol symbol) =>
        symbol.FindAttribute(JsonNames.Ignore) is { } attribute && (attribute.NamedArgument<int?>("Condition") ?? JsonNames.IgnoreAlways) == JsonNames.IgnoreAlways;
}
