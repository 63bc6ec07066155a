using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>A property or field that is part of a type's JSON.</summary>
/// <param name="Symbol">The property or field.</param>
/// <param name="Type">Its type.</param>
/// <param name="Getter">What reads it: an accessor, or the field.</param>
/// <param name="Setter">What sets it: an accessor, or the field.</param>
/// <param name="Attributes">What System.Text.Json's attributes say of it.</param>
internal sealed record JsonMember(ISymbol Symbol, ITypeSymbol Type, ISymbol? Getter, ISymbol? Setter, JsonAttributes Attributes)
{
    /// <summary>The member's name in JSON.</summary>
    public string JsonName => Attributes.Name ?? Symbol.Name;

    public bool IsInitOnly => Setter is IMethodSymbol { IsInitOnly: true };

    public bool IsRequired => Symbol is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };

    /// <summary>Whether the name means another member, which is no part of the JSON, in a type that inherits this one.</summary>
    public bool IsHiddenIn(ITypeSymbol type)
    {
        var declaring = Symbol.ContainingType;
        for (var current = type; current is not null && !SymbolEqualityComparer.Default.Equals(current, declaring); current = current.BaseType)
        {
            if (current.GetMembers(Symbol.Name).Any(static member => !member.IsOverride))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Finds the members that System.Text.Json's reflection reads and writes, in its order.</summary>
internal static class JsonMembers
{
    public static List<JsonMember> Of(INamedTypeSymbol type) => Of(type, out _);

    /// <summary>The members of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="ignored">The members that attributes leave out, if there are any.</param>
    public static List<JsonMember> Of(INamedTypeSymbol type, out List<JsonMember>? ignored)
    {
        var found = new JsonMemberResolution();
        foreach (var current in Hierarchy(type))
        {
            foreach (var (symbol, isUnique) in TypeDeclarations.PropertiesAndFields(current))
            {
                // A name that two members of one type have is an error, and can be used for neither.
                if (isUnique && Find(symbol) is { } member)
                {
                    found.Add(member);
                }
            }
        }

        ignored = found.Ignored;
        return found.Kept;
    }

    private static IEnumerable<INamedTypeSymbol> Hierarchy(INamedTypeSymbol type) => type.TypeKind == TypeKind.Interface
        ? type.SelfAndInterfaces()
        : type.SelfAndBaseTypes();

    private static JsonMember? Find(ISymbol symbol)
    {
        switch (symbol)
        {
            case { Name: "" }:
                return null;
            case IPropertySymbol { IsStatic: false, IsIndexer: false, RefKind: RefKind.None, ExplicitInterfaceImplementations.IsEmpty: true } property:
                var attributes = JsonAttributes.Of(property);
                var getter = Usable(property.GetMethod, attributes.IsIncluded);
                var setter = Usable(property.SetMethod, attributes.IsIncluded);
                return getter is null && setter is null ? null : new JsonMember(property, property.Type, getter, setter, attributes);
            case IFieldSymbol { IsStatic: false, RefKind: RefKind.None } field when JsonAttributes.Of(field) is { IsIncluded: true } attributesOfField:
                return new JsonMember(field, field.Type, field, field.IsReadOnly ? null : field, attributesOfField);
            default:
                return null;
        }
    }

    private static IMethodSymbol? Usable(IMethodSymbol? accessor, bool isIncluded) =>
        accessor is not null && (isIncluded || accessor.DeclaredAccessibility == Accessibility.Public) ? accessor : null;
}
